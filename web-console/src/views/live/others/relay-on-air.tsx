import { Text } from '@mantine/core'
import type { LiveSessionLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useLiveSession } from '../../../api/live-sessions.ts'
import { ProblemError } from '../../../api/problem-error.ts'
import { RelayMark } from '../../../components/relay/relay-mark.tsx'
import { problemSentence } from '../../../i18n/problem-sentence.ts'
import { useTimes } from '../../../i18n/use-times.ts'

/** Another station that is heard just now; and where it is silent, what is heard in its place and why. */
export function RelayOnAir({ session }: { session: LiveSessionLine }) {
  const { t } = useTranslation('live')
  const times = useTimes()
  const { sessionId, title, state, startedAt, soundingCount, clusterCount } = session
  return (
    <>
      <Text fw={500} style={{ display: 'flex', gap: 4 }}>
        <RelayMark size={20} />
        {title}
      </Text>
      <Text size="sm" c="dimmed">
        {state === 'waiting'
          ? t('others.relayWaiting')
          : t('others.relayLine', {
              time: times.timeOfDay(startedAt),
              sounding: soundingCount,
              count: clusterCount,
            })}
      </Text>
      {state === 'onAir' && <Outage sessionId={sessionId} />}
    </>
  )
}

function Outage({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation('live')
  const { data } = useLiveSession(sessionId, { isEnabled: true })
  if (!data?.relay || data.relay.state === 'source') return null
  const { state, trouble } = data.relay
  return (
    <Text size="sm" c="var(--tl-fault)" role="status">
      {t(`others.relay.${state}`)}
      {trouble !== null && ` ${problemSentence(new ProblemError({ status: 422, code: trouble }))}`}
    </Text>
  )
}
