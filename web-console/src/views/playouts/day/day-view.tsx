import { Group, Text } from '@mantine/core'
import type { Outcome, PlayoutDay } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../components/page/empty-state.tsx'
import { ErrorState } from '../../../components/page/error-state.tsx'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { totalsOf } from '../model/playout-totals.ts'
import { useClusterPlaces } from '../use-cluster-places.ts'
import { type PlayoutSpan, usePlayoutDays } from '../use-playout-days.ts'
import { useTotalsWords } from '../use-totals-words.ts'
import { ClusterDay } from './cluster-day.tsx'
import { RatioBar } from './ratio-bar.tsx'

/** One day: a line a cluster, opened to what it played. */
export function DayView({ span, outcome }: { span: PlayoutSpan; outcome: Outcome | null }) {
  const { t } = useTranslation('playouts')
  const placeOf = useClusterPlaces()
  const { data, error, isPending, refetch } = usePlayoutDays(span)
  const days = useMemo(() => {
    const shown = (data ?? []).filter((day) => outcome === null || countOf(day, outcome) > 0)
    const { compare } = new Intl.Collator('vi', { numeric: true })
    const keyed = shown.map((day) => ({ day, place: placeOf(day.clusterId) }))
    return keyed.sort(
      (a, b) => compare(a.place.communeName, b.place.communeName) || compare(a.place.name, b.place.name),
    )
  }, [data, outcome, placeOf])
  if (isPending) return <LoadingState />
  if (!data) return <ErrorState cause={error} onRetry={() => void refetch()} />
  if (days.length === 0) return <EmptyState title={t('emptyDay')} hint={t('emptyHint')} />
  return (
    <>
      <Total days={days.map(({ day }) => day)} />
      <ul className="tl-log tl-surface">
        {days.map(({ day, place }) => (
          <ClusterDay key={day.clusterId} day={day} place={place} outcome={outcome} />
        ))}
      </ul>
    </>
  )
}

function countOf(day: PlayoutDay, outcome: Outcome): number {
  return day[`${outcome}Count`]
}

function Total({ days }: { days: readonly PlayoutDay[] }) {
  const { t } = useTranslation('playouts')
  const words = useTotalsWords()
  const totals = totalsOf(days)
  return (
    <Group className="tl-surface" p="sm" mb="sm" gap="lg">
      <Text fw={600}>{t('total.clusters', { count: days.length })}</Text>
      <div style={{ flex: '1 1 14rem' }}>
        <RatioBar totals={totals} />
      </div>
      <Text size="sm" c="dimmed">
        {words.counts(totals)}
      </Text>
    </Group>
  )
}
