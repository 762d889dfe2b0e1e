import { Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ClusterState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { planWordOf } from '../../../components/cluster-state/cluster-condition.ts'
import { OutcomeBadge, useProofWords } from '../../../components/cluster-state/outcome-words.tsx'
import { Say } from '../../../components/say.tsx'

/** What became of the last sounding, and whether all is held for the next ones. */
export function RowLast({ state }: { state: ClusterState }) {
  const { t } = useTranslation('overview')
  const proof = useProofWords()
  const { lastPlayout: last } = state
  return (
    <>
      {last ? (
        <div>
          <Group gap="0 0.5rem" title={last.title}>
            <OutcomeBadge line={last} />
            <Text size="sm" c="dimmed">
              <Say at={last.startedAt ?? last.dueAt} />
            </Text>
          </Group>
          <Text size="sm" c="dimmed">
            {proof(last)}
          </Text>
        </div>
      ) : (
        <Text size="sm" c="dimmed">
          {t('row.nothingLast')}
        </Text>
      )}
      {state.isEnrolled && <Readiness state={state} />}
    </>
  )
}

function Readiness({ state }: { state: ClusterState }) {
  const { t } = useTranslation('overview')
  const { planRevision, media } = state
  const plan = planWordOf(state)
  const isShort = media !== null && media.held < media.wanted
  const isWrong = isShort || plan === 'coming' || plan === 'old'
  const audio = media === null ? t('audio.unknown') : isShort ? t('audio.some', media) : t('audio.all')
  const numbers = { held: planRevision.held ?? '–', wanted: planRevision.wanted ?? '–' }
  return (
    <Text
      size="sm"
      c={isWrong ? 'var(--tl-fault)' : 'dimmed'}
      title={t('plan.numbers', numbers)}
      style={{ display: 'flex', alignItems: 'center', gap: 4 }}
    >
      {isWrong && <IconAlertTriangle aria-hidden size={16} style={{ flex: 'none' }} />}
      <span>
        {t(`plan.${plan}`)}
        {plan !== 'none' && `, ${audio}`}
      </span>
    </Text>
  )
}
