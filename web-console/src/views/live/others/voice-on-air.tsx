import { Text } from '@mantine/core'
import { IconBroadcast } from '@tabler/icons-react'
import type { LiveSessionLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../../i18n/use-times.ts'

/** Somebody else who speaks. */
export function VoiceOnAir({ session }: { session: LiveSessionLine }) {
  const { t } = useTranslation('live')
  const times = useTimes()
  const { title, speaker, state, startedAt, soundingCount, clusterCount } = session
  return (
    <>
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
    </>
  )
}
