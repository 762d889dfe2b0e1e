import { Text } from '@mantine/core'
import type { Place } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import type { OrderProgress } from '../../api/orders.ts'
import { AnswerList } from '../answer-list.tsx'
import { useClustersAt } from './clusters-at.ts'
import { useClusterNames } from './use-cluster-names.ts'

const NAMES_MAX = 6

/** The answer of each cluster as it comes, and whose answer is still waited for. */
export function OrderAnswers({ progress, place }: { progress: OrderProgress; place: Place | null }) {
  const { t } = useTranslation('overview')
  const states = useClustersAt(place)
  const nameOf = useClusterNames()
  const isDone = progress.state === 'done'
  const answered = new Set(progress.lines.map(({ clusterId }) => clusterId))
  const waiting = isDone ? [] : states.filter(({ clusterId }) => !answered.has(clusterId))
  const names = waiting.slice(0, NAMES_MAX).map(({ clusterId }) => nameOf(clusterId))
  return (
    <>
      <AnswerList lines={progress.lines} total={isDone ? progress.lines.length : states.length} />
      {names.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('order.waitingFor', { names: names.join('; ') })}
          {waiting.length > names.length &&
            ` ${t('order.andMore', { count: waiting.length - names.length })}`}
        </Text>
      )}
    </>
  )
}
