import { sql } from 'kysely'
import { type Built, type Database, query } from '../database.ts'

/** A table whose rows are written in the order of time, and the column that has the instant. */
const TIMED = {
  playouts: 'storedAt',
  playoutRefusals: 'storedAt',
  playoutGaps: 'noticedAt',
  commands: 'sealedAt',
  liveSessions: 'startedAt',
  auditEntries: 'at',
} as const
export type TimedTable = keyof typeof TIMED

/** So many rows with all their indexes are removed in well under 20 ms. */
const ROWS_PER_REMOVAL = 50

export interface Removed {
  count: number
  /** Where to go on; null at the end of the table. */
  lastId: number | null
}

/** Of the next rows behind `afterId`, in the order in which they were written, removes those of before an instant. */
export function removeOldRows(
  database: Database,
  table: TimedTable,
  { before, afterId }: { before: number; afterId: number },
): Removed {
  const next = database.rows<{ id: number; at: number }>(
    compiled(sql`SELECT rowid AS id, ${sql.ref(TIMED[table])} AS at FROM ${sql.table(table)}
      WHERE rowid > ${afterId} ORDER BY rowid LIMIT ${ROWS_PER_REMOVAL}`),
  )
  const ids = next.filter(({ at }) => at < before).map(({ id }) => id)
  if (ids.length > 0) database.transaction(() => removeRows(database, table, ids))
  return { count: ids.length, lastId: next.length < ROWS_PER_REMOVAL ? null : (next.at(-1)?.id ?? null) }
}

function removeRows(database: Database, table: TimedTable, ids: readonly number[]): void {
  const listed = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
  if (table === 'auditEntries')
    database.run(compiled(sql`DELETE FROM auditEntryAreas WHERE auditId IN ${listed}`))
  if (table === 'liveSessions')
    database.run(
      compiled(sql`DELETE FROM liveRequests WHERE sessionId IN
        (SELECT sessionId FROM liveSessions WHERE rowid IN ${listed})`),
    )
  database.run(compiled(sql`DELETE FROM ${sql.table(table)} WHERE rowid IN ${listed}`))
}

/** Removes some of the day totals of before a date, and gives how many: none when there are no more. */
export function removeOldDays(database: Database, beforeDate: string): number {
  const old = query
    .selectFrom('playoutDays')
    .select(['date', 'clusterId'])
    .where('date', '<', beforeDate)
    .limit(ROWS_PER_REMOVAL)
  return database.run(query.deleteFrom('playoutDays').where(sql<boolean>`(date, clusterId) IN (${old})`))
}

/** For the reader: the day so many recorded days back, `2026-11-21`; no row where fewer were recorded. */
export function recordedDayBack(of: 'playouts' | 'acts', dayCount: number): Built<{ date: string }> {
  const offset = dayCount - 1
  return of === 'playouts'
    ? compiled(sql`SELECT DISTINCT date FROM playoutDays ORDER BY date DESC LIMIT 1 OFFSET ${offset}`)
    : compiled(sql`SELECT DISTINCT date(at / 1000, 'unixepoch') AS date FROM auditEntries
        ORDER BY date DESC LIMIT 1 OFFSET ${offset}`)
}

function compiled<Row>(raw: ReturnType<typeof sql<Row>>): Built<Row> {
  return { compile: () => raw.compile(query) }
}
