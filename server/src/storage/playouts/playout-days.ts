import type { ClusterId, LocalDate, Outcome, PlayoutDay, PlayoutReason } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** What one record adds to the totals of its day. */
export interface CountedPlayout {
  clusterId: ClusterId
  date: LocalDate
  outcome: Outcome
  reason: PlayoutReason | null
  askedMs: number
  heardMs: number
}

const EMPTY = {
  plannedCount: 0,
  heardCount: 0,
  partlyHeardCount: 0,
  notHeardCount: 0,
  askedMs: 0,
  heardMs: 0,
}

/**
 * Belongs in the transaction that stores the record: then the totals are those of the records, whatever happens. −1 takes
 * a record out again.
 */
export function countPlayoutIntoDay(database: Database, playout: CountedPlayout, by: 1 | -1 = 1): void {
  const { clusterId, date, outcome, reason } = playout
  const day = findPlayoutDay(database, { clusterId, date }) ?? { clusterId, date, ...EMPTY, reasons: {} }
  const reasons = { ...day.reasons }
  if (reason !== null) reasons[reason] = (reasons[reason] ?? 0) + by
  if (reason !== null && reasons[reason] === 0) delete reasons[reason]
  const row = {
    ...{ clusterId, date },
    plannedCount: day.plannedCount + by,
    heardCount: day.heardCount + (outcome === 'heard' ? by : 0),
    partlyHeardCount: day.partlyHeardCount + (outcome === 'partlyHeard' ? by : 0),
    notHeardCount: day.notHeardCount + (outcome === 'notHeard' ? by : 0),
    askedMs: day.askedMs + by * playout.askedMs,
    heardMs: day.heardMs + by * playout.heardMs,
    reasons: JSON.stringify(reasons),
  }
  database.run(
    query
      .insertInto('playoutDays')
      .values(row)
      .onConflict((conflict) => conflict.columns(['date', 'clusterId']).doUpdateSet(row)),
  )
}

function findPlayoutDay(
  database: Database,
  { clusterId, date }: { clusterId: ClusterId; date: LocalDate },
): PlayoutDay | undefined {
  const row = database.row(
    query.selectFrom('playoutDays').selectAll().where('date', '=', date).where('clusterId', '=', clusterId),
  )
  return row && { ...row, reasons: JSON.parse(row.reasons) }
}

/** A record that came before there were day totals. */
export interface UndatedPlayout extends Omit<CountedPlayout, 'date'> {
  deviceKid: string
  sequence: number
  occurrenceId: string
  dueAt: number
}

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
