import { Box, Group, Text } from '@mantine/core'
import { IconPlayerPlayFilled, IconVolumeOff } from '@tabler/icons-react'
import type { ClusterState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useOverview } from '../api/queries.ts'
import { useTimes } from '../i18n/use-times.ts'
import { soundingNow } from './sounding-now.ts'

/** Always on the screen: how many clusters sound, what, until when. */
export function NowStrip() {
  const { t } = useTranslation('shell')
  const { data } = useOverview()
  return (
    <Box component="section" aria-label={t('now.label')} style={{ minWidth: 0, flex: 1 }}>
      {data ? <Sounding clusters={data.clusters} /> : <Text c="dimmed">{t('now.unknown')}</Text>}
    </Box>
  )
}

function Sounding({ clusters }: { clusters: readonly ClusterState[] }) {
  const { t } = useTranslation('shell')
  const times = useTimes()
  const { clusterCount, titles, endsAt } = soundingNow(clusters)
  const Icon = clusterCount > 0 ? IconPlayerPlayFilled : IconVolumeOff
  return (
    <Group gap="xs" wrap="nowrap">
      <Icon
        aria-hidden
        size={20}
        style={{ flex: 'none', color: clusterCount > 0 ? 'var(--tl-health)' : 'var(--mantine-color-dimmed)' }}
      />
      <Box style={{ minWidth: 0 }}>
        <Text fw={500} size="sm" lh={1.3} lineClamp={2}>
          {clusterCount > 0 ? t('now.playing', { count: clusterCount }) : t('now.silent')}
        </Text>
        {clusterCount > 0 && (
          <Group gap={6} wrap="nowrap">
            <Text size="sm" c="dimmed" truncate>
              {titles[0]} {titles.length > 1 && t('now.andMore', { count: titles.length - 1 })}
            </Text>
            {endsAt !== null && (
              <Text size="sm" c="dimmed" style={{ flex: 'none' }} title={times.exactly(endsAt)}>
                {t('now.until', { time: times.timeOfDay(endsAt) })}
                <Text span inherit visibleFrom="sm">
                  {` (${times.remaining(endsAt)})`}
                </Text>
              </Text>
            )}
          </Group>
        )}
      </Box>
    </Group>
  )
}
