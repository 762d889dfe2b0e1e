import { Alert, Box, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { AreaId, CalendarAnswer } from '@tieng-lang/protocol/browser'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../components/page/empty-state.tsx'
import { ErrorState } from '../../../components/page/error-state.tsx'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { withoutTwins } from '../model/draft-twins.ts'
import { DayList } from './day-list.tsx'
import { Legend } from './grid/legend.tsx'
import type { WeekGridProps } from './grid/week-grid.tsx'
import { useQuietHours } from './use-calendar.ts'

/** The grid and its library are loaded where there is room for them. */
const WeekGrid = lazy(async () => ({ default: (await import('./grid/week-grid.tsx')).WeekGrid }))

interface CalendarBodyProps extends Omit<WeekGridProps, 'entries' | 'quietHours'> {
  areaId: AreaId | null
  calendar: UseQueryResult<CalendarAnswer>
  isGrid: boolean
}

/** The days as a grid or as lists, once they are here. */
export function CalendarBody({ areaId, calendar, isGrid, ...props }: CalendarBodyProps) {
  const { t } = useTranslation('programmes')
  const quietHours = useQuietHours(areaId)
  const { data, error, refetch } = calendar
  if (areaId === null) return <EmptyState title={t('calendar.chooseArea')} />
  if (!data && error) return <ErrorState cause={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingState lines={6} />
  const entries = withoutTwins(data.entries)
  return (
    <Box aria-busy={calendar.isPlaceholderData}>
      {data.isCut && (
        <Alert color="amber" mb="sm">
          {t('calendar.isCut')}
        </Alert>
      )}
      {isGrid ? (
        <Suspense fallback={<LoadingState lines={6} />}>
          <WeekGrid {...props} entries={entries} quietHours={quietHours} />
          <Legend />
          {props.mayWrite && (
            <Text size="sm" c="dimmed" mt="xs" className="tl-no-print">
              {t('calendar.help')}
            </Text>
          )}
        </Suspense>
      ) : (
        <DayList {...props} entries={entries} quietHours={quietHours} />
      )}
    </Box>
  )
}
