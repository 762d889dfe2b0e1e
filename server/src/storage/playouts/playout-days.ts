import type { ClusterId, LocalDate, Outcome, PlayoutDay, PlayoutReason } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import { fixedQuery } from '../fixed-query.ts'

/** What one record adds to the totals of its day. */
export interface CountedPlayout {
  clusterId: ClusterId
  date: LocalDate
  outcome: Outcome
  reason: PlayoutReason | null
  askedMs: number
  heardMs: number
}

/** A day of a cluster, or what is to be added to one. */
export type DayCounts = PlayoutDay

/** The same with one record more, or (−1) less. */
export function countedDay(before: DayCounts | undefined, playout: CountedPlayout, by: 1 | -1): DayCounts {
  const { clusterId, date, outcome, reason, askedMs, heardMs } = playout
  const one = {
    ...{ clusterId, date, plannedCount: by },
    heardCount: outcome === 'heard' ? by : 0,
    partlyHeardCount: outcome === 'partlyHeard' ? by : 0,
    notHeardCount: outcome === 'notHeard' ? by : 0,
    ...{ askedMs: by * askedMs, heardMs: by * heardMs, reasons: reason === null ? {} : { [reason]: by } },
  }
  return before ? sumOf(before, one) : one
}

function sumOf(a: DayCounts, b: DayCounts): DayCounts {
  const reasons = { ...a.reasons }
  // The keys are those of the reasons themselves.
  for (const [name, count] of Object.entries(b.reasons) as [PlayoutReason, number][]) {
    reasons[name] = (reasons[name] ?? 0) + count
    if (reasons[name] === 0) delete reasons[name]
  }
  return {
    ...{ clusterId: a.clusterId, date: a.date, plannedCount: a.plannedCount + b.plannedCount },
    heardCount: a.heardCount + b.heardCount,
    partlyHeardCount: a.partlyHeardCount + b.partlyHeardCount,
    notHeardCount: a.notHeardCount + b.notHeardCount,
    ...{ askedMs: a.askedMs + b.askedMs, heardMs: a.heardMs + b.heardMs, reasons },
  }
}

/**
 * Belongs in the transaction that stores the record: then the totals are those of the records, whatever happens. −1 takes
 * a record out again.
 */
export function countPlayoutIntoDay(database: Database, playout: CountedPlayout, by: 1 | -1 = 1): void {
  addToPlayoutDay(database, countedDay(undefined, playout, by))
}

/** Belongs in the same transaction. */
export function addToPlayoutDay(database: Database, counts: DayCounts): void {
  const day = findPlayoutDay(database, counts)
  const { reasons, ...sums } = day ? sumOf(day, counts) : counts
  database.run(putDay({ ...sums, reasons: JSON.stringify(reasons) }))
}

const putDay = fixedQuery((row: Omit<DayCounts, 'reasons'> & { reasons: string }) => {
  const { clusterId, date, plannedCount, heardCount, partlyHeardCount, notHeardCount } = row
  const { askedMs, heardMs, reasons } = row
  const sums = { plannedCount, heardCount, partlyHeardCount, notHeardCount, askedMs, heardMs, reasons }
  return query
    .insertInto('playoutDays')
    .values({ clusterId, date, ...sums })
    .onConflict((conflict) => conflict.columns(['date', 'clusterId']).doUpdateSet(sums))
})

const dayOf = fixedQuery(({ clusterId, date }: { clusterId: ClusterId; date: LocalDate }) =>
  query.selectFrom('playoutDays').selectAll().where('date', '=', date).where('clusterId', '=', clusterId),
)

function findPlayoutDay(
  database: Database,
  { clusterId, date }: { clusterId: ClusterId; date: LocalDate },
): PlayoutDay | undefined {
  const row = database.row(dayOf({ clusterId, date }))
  return row && { ...row, reasons: JSON.parse(row.reasons) }
}

/** A record that came before there were day totals. */
export interface UndatedPlayout extends Omit<CountedPlayout, 'date'> {
  deviceKid: string
  sequence: number
  occurrenceId: string
  dueAt: number
}

/** Records that were stored before their local date was known, in no order. */
export function listUndatedPlayouts(database: Database, countMax: number): UndatedPlayout[] {
  const rows = database.rows(
    query
      .selectFrom('playouts')
      .select(['clusterId', 'deviceKid', 'sequence', 'occurrenceId', 'dueAt'])
      .select(['outcome', 'reason', 'askedMs', 'heardMs'])
      .where('date', 'is', null)
      .limit(countMax),
  )
  // The columns hold what the record's shape allows.
  return rows as UndatedPlayout[]
}

/** Gives a record its date and names, and counts it. Belongs inside a transaction. */
export function datePlayout(
  database: Database,
  playout: UndatedPlayout,
  known: { date: LocalDate; title: string; programmeName: string },
): void {
  const { clusterId, deviceKid, sequence } = playout
  database.run(
    query
      .updateTable('playouts')
      .set(known)
      .where('clusterId', '=', clusterId)
      .where('deviceKid', '=', deviceKid)
      .where('sequence', '=', sequence),
  )
  countPlayoutIntoDay(database, { ...playout, date: known.date })
}
