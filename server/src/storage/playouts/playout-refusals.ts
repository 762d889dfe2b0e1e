import { type Database, query } from '../database.ts'
import type { PlayoutSource } from './playouts.ts'

/** What could not be verified is kept as it came, so that it can be looked into. */
export interface RefusedPlayout extends PlayoutSource {
  /** As the record itself claims; null where it cannot be read. */
  sequence: number | null
  code: string
  detail: string
  sealed: Uint8Array
  sealedSha256: string
  storedAt: number
}

/** A cluster that sends rubbish must not fill the disk; beyond this it is only counted. */
const REFUSED_PER_DEVICE_MAX = 10_000

/** Gives false where the same bytes are held already, or there are too many. */
export function insertRefusedPlayout(database: Database, refused: RefusedPlayout): boolean {
  if (countRefusedPlayouts(database, refused) >= REFUSED_PER_DEVICE_MAX) return false
  const inserted = database.run(
    query
      .insertInto('playoutRefusals')
      .values(refused)
      .onConflict((conflict) => conflict.doNothing()),
  )
  return inserted > 0
}

function countRefusedPlayouts(database: Database, source: PlayoutSource): number {
  const counted = refusedOf(source).select(({ fn }) => fn.countAll<number>().as('count'))
  return database.row(counted)?.count ?? 0
}

/** The latest refused numbers that are not held in a verified form either, ascending (`Receipts.refused`). */
export function listRefusedSequences(database: Database, source: PlayoutSource, countMax = 1_000): number[] {
  const rows = database.rows(
    refusedOf(source)
      .select('sequence')
      .distinct()
      .where('sequence', 'is not', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('playouts')
              .select('playouts.sequence')
              .whereRef('playouts.sequence', '=', 'playoutRefusals.sequence')
              .where('playouts.clusterId', '=', source.clusterId)
              .where('playouts.deviceKid', '=', source.deviceKid),
          ),
        ),
      )
      .orderBy('sequence', 'desc')
      .limit(countMax),
  )
  return rows.flatMap(({ sequence }) => sequence ?? []).reverse()
}

function refusedOf({ clusterId, deviceKid }: PlayoutSource) {
  return query
    .selectFrom('playoutRefusals')
    .where('clusterId', '=', clusterId)
    .where('deviceKid', '=', deviceKid)
}
