import { Stack, Text } from '@mantine/core'
import type { ClusterId, ProgrammeBody } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../page/empty-state.tsx'
import { ErrorState } from '../page/error-state.tsx'
import { LoadingState } from '../page/loading-state.tsx'
import { ForecastGroupCard } from './forecast-group-card.tsx'
import { groupForecast } from './forecast-groups.ts'
import { useNextDay } from './use-next-day.ts'

interface NextDayProps {
  clusterId: ClusterId
  /** Shows the day as if this were approved now. */
  draft?: ProgrammeBody
}

/** What a cluster will sound in the next 24 hours, computed by the function that the cluster itself uses. */
export function NextDay({ clusterId, draft }: NextDayProps) {
  const { t } = useTranslation('programmes')
  const { data, error, isPending, refetch } = useNextDay(clusterId, draft)
  if (isPending) return <LoadingState lines={3} />
  if (!data) return <ErrorState cause={error} onRetry={() => void refetch()} />
  const groups = groupForecast(data.lines)
  if (groups.length === 0) return <EmptyState title={t('nextDay.nothing')} hint={t('nextDay.nothingHint')} />
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t(draft ? 'nextDay.withDraft' : 'nextDay.lead')}
      </Text>
      <Stack
        component="ol"
        gap="xs"
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
        aria-label={t('nextDay.title')}
      >
        {groups.map((group) => (
          <ForecastGroupCard
            key={group.broadcastId}
            group={group}
            isDraft={draft?.definition.programmeId === group.programmeId}
          />
        ))}
      </Stack>
    </Stack>
  )
}
