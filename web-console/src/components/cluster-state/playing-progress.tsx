import { Group, Progress, Stack, Text } from '@mantine/core'
import type { ClusterState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../i18n/use-times.ts'

type Sounding = Pick<NonNullable<ClusterState['playing']>, 'title' | 'startedAt' | 'endsAt'>

/** How far what sounds has come and until when it lasts; without an end, only since when. */
export function PlayingProgress({ playing: { title, startedAt, endsAt } }: { playing: Sounding }) {
  const { t } = useTranslation('overview')
  const times = useTimes(5_000)
  if (endsAt === null)
    return (
      <Text size="sm" c="dimmed">
        {t('now.since', { time: times.timeOfDay(startedAt) })}
      </Text>
    )
  const donePercent = Math.min(
    100,
    Math.max(0, (100 * (times.nowAt - startedAt)) / Math.max(1, endsAt - startedAt)),
  )
  return (
    <Stack gap={2}>
      <Progress value={donePercent} size="sm" aria-label={t('now.progress', { title })} />
      <Group gap={6}>
        <Text size="sm" c="dimmed" title={times.exactly(endsAt)}>
          {t('now.until', { time: times.timeOfDay(endsAt) })} · {times.remaining(endsAt)}
        </Text>
      </Group>
    </Stack>
  )
}
