import { Stack, Text } from '@mantine/core'
import type { ClusterStateAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { planWordOf } from '../../components/cluster-state/cluster-condition.ts'
import { PlayingProgress } from '../../components/cluster-state/playing-progress.tsx'
import { FactLine, PageSection } from '../../components/page/page-section.tsx'
import { RelayMark } from '../../components/relay/relay-mark.tsx'
import { Say } from '../../components/say.tsx'
import { MissingRecords } from './missing-records.tsx'

/** What it sounds, what it holds and what comes next. */
export function DoingSection({ state }: { state: ClusterStateAnswer }) {
  const { t } = useTranslation('cluster')
  const { playing, isConnected, lastHeardOfAt, next } = state
  const silence = isConnected ? t('doing.nothing') : t('doing.unknown')
  return (
    <PageSection title={t('doing.title')}>
      {playing && isConnected ? (
        <Stack gap={2} mb="sm">
          <Text fw={600}>
            {playing.isRelay && <RelayMark size={18} />}
            {playing.title}
          </Text>
          {playing.programmeName !== playing.title && <Text size="sm">{playing.programmeName}</Text>}
          <PlayingProgress playing={playing} />
        </Stack>
      ) : (
        <Text mb="sm">{silence}</Text>
      )}
      <Stack component="dl" gap={4} m={0}>
        {next && (
          <FactLine name={t('doing.next')}>
            <Say at={next.dueAt} /> · {next.isRelay && <RelayMark />}
            {next.title}
          </FactLine>
        )}
        <PlanLines state={state} />
        <FactLine name={t('doing.heardOf')}>
          {lastHeardOfAt === null ? t('doing.never') : <Say at={lastHeardOfAt} as="ago" />}
        </FactLine>
        <MissingRecords state={state} />
      </Stack>
    </PageSection>
  )
}

function PlanLines({ state }: { state: ClusterStateAnswer }) {
  const { t } = useTranslation('cluster')
  const { t: say } = useTranslation('overview')
  const { media, planRevision } = state
  const missing = media ? media.wanted - media.held : 0
  const numbers = { held: planRevision.held ?? '–', wanted: planRevision.wanted ?? '–' }
  return (
    <>
      <FactLine name={t('doing.plan')}>
        <details>
          <summary>{say(`plan.${planWordOf(state)}`)}</summary>
          <Text span inherit c="dimmed">
            {t('doing.planNumbers', numbers)}
          </Text>
        </details>
      </FactLine>
      <FactLine name={t('doing.audio')}>
        {media === null ? t('doing.unknownValue') : t('doing.audioOf', media)}
        {missing > 0 && `, ${t('doing.audioMissing', { count: missing })}`}
      </FactLine>
    </>
  )
}
