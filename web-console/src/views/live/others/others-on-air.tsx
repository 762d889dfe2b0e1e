import { useTranslation } from 'react-i18next'
import { useOpenLiveSessions } from '../../../api/live-sessions.ts'
import { PageSection } from '../../../components/page/page-section.tsx'
import { RelayOnAir } from './relay-on-air.tsx'
import { VoiceOnAir } from './voice-on-air.tsx'

/** Who else speaks just now, and which stations are relayed; nothing where nobody does and none is. */
export function OthersOnAir({ ownId }: { ownId: string | null }) {
  const { t } = useTranslation('live')
  const { data: sessions = [] } = useOpenLiveSessions()
  const others = sessions.filter(({ sessionId }) => sessionId !== ownId)
  if (others.length === 0) return null
  return (
    <div style={{ marginBottom: '1rem' }}>
      <PageSection title={t('others.heading')}>
        <ul className="tl-plain-list">
          {others.map((session) => (
            <li key={session.sessionId} className="tl-listener">
              {session.occurrenceId === null ? (
                <VoiceOnAir session={session} />
              ) : (
                <RelayOnAir session={session} />
              )}
            </li>
          ))}
        </ul>
      </PageSection>
    </div>
  )
}
