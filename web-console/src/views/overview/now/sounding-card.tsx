import { Group, Stack, Text } from '@mantine/core'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PlayingProgress } from '../../../components/cluster-state/playing-progress.tsx'
import type { Sounding } from '../../../components/cluster-state/sounding-list.ts'
import { RelayMark } from '../../../components/relay/relay-mark.tsx'
import { StopButton } from '../../../shell/stop/stop-button.tsx'

const PLACES_MAX = 3

/** One thing that sounds, with the button that ends it wherever it sounds. */
export function SoundingCard({ sounding, places }: { sounding: Sounding; places: readonly string[] }) {
  const { t } = useTranslation('overview')
  const { title, programmeName, isRelay, clusterCount, broadcastId } = sounding
  const isMore = places.length > PLACES_MAX
  return (
    <Stack className="tl-surface" p="md" gap="xs">
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <IconPlayerPlayFilled
          aria-hidden
          size={24}
          style={{ flex: 'none', color: 'var(--tl-health)', marginTop: 2 }}
        />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text fw={600}>
            {isRelay && <RelayMark size={18} />}
            {title}
          </Text>
          {programmeName !== title && <Text size="sm">{programmeName}</Text>}
          <Text size="sm" c="dimmed">
            {t('now.onClusters', { count: clusterCount })}: {places.slice(0, PLACES_MAX).join(', ')}
            {isMore && ` ${t('now.andMorePlaces', { count: places.length - PLACES_MAX })}`}
          </Text>
        </div>
        <StopButton size="sm" broadcastId={broadcastId} label={t('now.stopThis', { title })} />
      </Group>
      <PlayingProgress playing={sounding} />
    </Stack>
  )
}
