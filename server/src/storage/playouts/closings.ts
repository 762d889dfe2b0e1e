import type { ClusterId, PlayoutReason } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'
import { type CountedPlayout, countPlayoutIntoDay } from './playout-days.ts'
import type { PlayoutSource } from './playouts.ts'

/** Until which instant everything that was due is decided; undefined before the first time. */
export function findClosedUntil(database: Database, clusterId: ClusterId): number | undefined {
  const found = query.selectFrom('closingProgress').select('closedUntil').where('clusterId', '=', clusterId)
  return database.row(found)?.closedUntil
}

export function putClosedUntil(database: Database, clusterId: ClusterId, closedUntil: number): void {
  database.run(
    query
      .insertInto('closingProgress')
      .values({ clusterId, closedUntil })
      .onConflict((conflict) => conflict.column('clusterId').doUpdateSet({ closedUntil })),
  )
}

/** Which of these occurrences have a record, a device's or a closing. */
export function listReported(
  database: Database,
  clusterId: ClusterId,
  occurrenceIds: readonly string[],
): Set<string> {
  const wanted = sql`SELECT value FROM json_each(${JSON.stringify(occurrenceIds)})`
  const rows = database.rows(
    query
      .selectFrom('playouts')
      .select('occurrenceId')
      .where('clusterId', '=', clusterId)
      .where(sql<boolean>`occurrenceId IN (${wanted})`),
  )
  return new Set(rows.map(({ occurrenceId }) => occurrenceId))
}

/** The last number under which the server closed something of this cluster, and its hash; none where it never did. */
export function findLastClosing(
  database: Database,
  { clusterId, deviceKid: serverKid }: PlayoutSource,
): { sequence: number; sealedSha256: string } | undefined {
  const standing = query
    .selectFrom('playouts')
    .select(['sequence', 'sealedSha256'])
    .where('clusterId', '=', clusterId)
    .where('deviceKid', '=', serverKid)
    .orderBy('sequence', 'desc')
    .limit(1)
  const replaced = query
    .selectFrom('playoutClosings')
    .select(['sequence', 'sealedSha256'])
    .where('clusterId', '=', clusterId)
    .where('serverKid', '=', serverKid)
    .orderBy('sequence', 'desc')
    .limit(1)
  const [one, other] = [database.row(standing), database.row(replaced)]
  return (one?.sequence ?? 0) > (other?.sequence ?? 0) ? one : other
}

/**
 * The device has spoken after all, and its word counts: the server's closing of that occurrence leaves the log and the
 * day's totals, and is kept beside. Belongs in the transaction that stores the device's record.
 */
export function replaceClosing(
  database: Database,
  { clusterId, occurrenceId, replacedAt }: { clusterId: ClusterId; occurrenceId: string; replacedAt: number },
): void {
  const closing = database.row(
    query
      .deleteFrom('playouts')
      .where('clusterId', '=', clusterId)
      .where('occurrenceId', '=', occurrenceId)
      .where('closed', '=', 1)
      .returningAll(),
  )
  if (!closing) return
  const { deviceKid: serverKid, sequence, sealed, sealedSha256, storedAt: closedAt, date } = closing
  const reason = closing.reason ?? ''
  const kept = { clusterId, serverKid, sequence, occurrenceId, reason, sealed, sealedSha256, closedAt }
  database.run(query.insertInto('playoutClosings').values({ ...kept, replacedAt }))
  if (date === null) return
  // `insertClosing` wrote what a record's shape allows.
  const { outcome, askedMs, heardMs } = closing as typeof closing & CountedPlayout
  countPlayoutIntoDay(
    database,
    { clusterId, date, outcome, reason: reason as PlayoutReason, askedMs, heardMs },
    -1,
  )
}

/** Closings that a device's record has replaced, the latest first. */
export function listReplacedClosings(database: Database, clusterId: ClusterId, countMax = 100) {
  return database.rows(
    query
      .selectFrom('playoutClosings')
      .select(['occurrenceId', 'reason', 'closedAt', 'replacedAt'])
      .where('clusterId', '=', clusterId)
      .orderBy('replacedAt', 'desc')
      .limit(countMax),
  )
}
