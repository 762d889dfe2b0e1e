import { Text } from '@mantine/core'
import { IconBroadcast } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOpenLiveSessions } from '../../../api/live-sessions.ts'
import { PageSection } from '../../../components/page/page-section.tsx'
import { useTimes } from '../../../i18n/use-times.ts'

/** Who else speaks just now; nothing where nobody does. */
export function OthersOnAir({ ownId }: { ownId: string | null }) {
  const { t } = useTranslation('live')
  const times = useTimes()
  const { data: sessions = [] } = useOpenLiveSessions()
  const others = sessions.filter(({ sessionId }) => sessionId !== ownId)
  if (others.length === 0) return null
  return (
    <div style={{ marginBottom: '1rem' }}>
      <PageSection title={t('others.heading')}>
        <ul className="tl-plain-list">
          {others.map(({ sessionId, title, speaker, state, startedAt, soundingCount, clusterCount }) => (
            <li key={sessionId} className="tl-listener">
              <Text fw={500} style={{ display: 'flex', gap: 8 }}>
                <IconBroadcast aria-hidden size={20} style={{ flex: 'none', marginTop: 3 }} />
                {title}
              </Text>
              <Text size="sm" c="dimmed">
                {state === 'waiting'
                  ? t('others.waiting', { speaker })
                  : t('others.line', {
                      speaker,
                      time: times.timeOfDay(startedAt),
                      sounding: soundingCount,
                      count: clusterCount,
                    })}
              </Text>
            </li>
          ))}
        </ul>
      </PageSection>
    </div>
  )
}
