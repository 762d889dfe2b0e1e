import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Place } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import type { OrderProgress } from '../../api/orders.ts'
import { OrderAnswers } from '../../components/orders/order-answers.tsx'
import { useClusterNames } from '../../components/orders/use-cluster-names.ts'

const NAMES_MAX = 5

/** The way of a stop to each cluster, and what to do about those that have not answered. */
export function StopProgress({ progress, place }: { progress: OrderProgress; place: Place | null }) {
  const { t } = useTranslation('shell')
  const nameOf = useClusterNames()
  const { lines, state } = progress
  const silent = lines.filter(({ outcome }) => outcome !== 'acknowledged')
  const names = silent.slice(0, NAMES_MAX).map(({ clusterId }) => nameOf(clusterId))
  return (
    <>
      {state === 'sending' && <Text>{t('stop.sending')}</Text>}
      {state === 'done' && (
        <Text fw={600}>
          {silent.length === 0
            ? t('stop.done')
            : t('stop.someDone', { done: lines.length - silent.length, total: lines.length })}
        </Text>
      )}
      {state === 'done' && silent.length > 0 && (
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} role="alert">
          {t('stop.someSilent', { count: silent.length, names: names.join('; ') })} {t('stop.whatToDo')}
        </Alert>
      )}
      <OrderAnswers progress={progress} place={place} />
    </>
  )
}
