import type { ClusterId, LocalDate, PlayoutDay } from '@tieng-lang/protocol/browser'

export type Totals = Pick<
  PlayoutDay,
  'plannedCount' | 'heardCount' | 'partlyHeardCount' | 'notHeardCount' | 'askedMs' | 'heardMs'
>

/** Days of clusters added up. */
export function totalsOf(days: readonly Totals[]): Totals {
  const total = {
    plannedCount: 0,
    heardCount: 0,
    partlyHeardCount: 0,
    notHeardCount: 0,
    askedMs: 0,
    heardMs: 0,
  }
  for (const day of days) {
    total.plannedCount += day.plannedCount
    total.heardCount += day.heardCount
    total.partlyHeardCount += day.partlyHeardCount
    total.notHeardCount += day.notHeardCount
    total.askedMs += day.askedMs
    total.heardMs += day.heardMs
  }
  return total
}

/** How much of what was planned was heard, whole percent; all of it only when nothing lacks. Null: nothing planned. */
export function heardPercent({ askedMs, heardMs }: Pick<Totals, 'askedMs' | 'heardMs'>): number | null {
  if (askedMs <= 0) return null
  const percent = Math.round((100 * heardMs) / askedMs)
  return heardMs < askedMs ? Math.min(99, percent) : 100
}

/** Minutes for reading: one decimal below ten. */
export function minutesOf(durationMs: number, language: string): string {
  const minutes = durationMs / 60_000
  return minutes.toLocaleString(language, { maximumFractionDigits: minutes < 10 ? 1 : 0 })
}

/** One row of the week: a name and the totals of each day that has records. */
export interface WeekRow {
  id: string
  name: string
  days: ReadonlyMap<LocalDate, Totals>
}

/** A row for each cluster, or for whatever it is put under by `placeOf` (its commune). */
export function weekRows(
  days: readonly PlayoutDay[],
  placeOf: (clusterId: ClusterId) => { id: string; name: string },
): WeekRow[] {
  const rows = new Map<string, { name: string; days: Map<LocalDate, Totals> }>()
  for (const day of days) {
    const { id, name } = placeOf(day.clusterId)
    const row = rows.get(id) ?? { name, days: new Map() }
    rows.set(id, row)
    const before = row.days.get(day.date)
    row.days.set(day.date, totalsOf(before ? [before, day] : [day]))
  }
  const { compare } = new Intl.Collator('vi', { numeric: true })
  return [...rows].map(([id, row]) => ({ id, ...row })).sort((a, b) => compare(a.name, b.name))
}
