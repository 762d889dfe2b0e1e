import { Text } from '@mantine/core'
import type { LocalDate } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useDateWords } from '../../../components/dates/use-date-words.ts'
import { EmptyState } from '../../../components/page/empty-state.tsx'
import { ErrorState } from '../../../components/page/error-state.tsx'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { weekRows } from '../model/playout-totals.ts'
import { useClusterPlaces } from '../use-cluster-places.ts'
import { type PlayoutSpan, usePlayoutDays } from '../use-playout-days.ts'
import { WeekCell } from './week-cell.tsx'

/** Above this the table is by commune: a page of a thousand rows helps nobody. */
const CLUSTER_ROWS_MAX = 60

/** Days × clusters: how much was heard, in numbers and shade. */
export function WeekView({ span, days }: { span: PlayoutSpan; days: readonly LocalDate[] }) {
  const { t } = useTranslation('playouts')
  const dates = useDateWords()
  const placeOf = useClusterPlaces()
  const { data, error, isPending, refetch } = usePlayoutDays(span)
  const isByCommune = new Set(data?.map(({ clusterId }) => clusterId)).size > CLUSTER_ROWS_MAX
  const rows = useMemo(
    () =>
      weekRows(data ?? [], (clusterId) => {
        const { name, communeId, communeName } = placeOf(clusterId)
        return isByCommune
          ? { id: communeId, name: communeName }
          : { id: clusterId, name: [name, communeName].filter(Boolean).join(', ') }
      }),
    [data, placeOf, isByCommune],
  )
  if (isPending) return <LoadingState />
  if (!data) return <ErrorState cause={error} onRetry={() => void refetch()} />
  if (rows.length === 0) return <EmptyState title={t('emptyWeek')} hint={t('emptyHint')} />
  return (
    <>
      {isByCommune && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('week.byCommune')}
        </Text>
      )}
      <section
        className="tl-surface"
        style={{ overflowX: 'auto' }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
        tabIndex={0}
        aria-label={t('week.caption')}
      >
        <table className="tl-week">
          <caption style={{ textAlign: 'start', padding: '0.5rem' }}>{t('week.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t(isByCommune ? 'week.commune' : 'week.cluster')}</th>
              {days.map((date) => (
                <th key={date} scope="col">
                  {dates.shortDate(date)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.name}</th>
                {days.map((date) => (
                  <WeekCell key={date} totals={row.days.get(date)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
