import type { AreaId, Id } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'

/** Whether a programme, as it plays or as it is being worked on, is aimed at this area or zone. */
export function isTargeted(database: Database, placeId: AreaId | Id): boolean {
  // Ids are kept as JSON text in quotes and hold nothing that JSON would spell otherwise.
  const quoted = `"${placeId}"`
  const targeted = query
    .selectFrom('programmes')
    .select('programmeId')
    .where(sql<boolean>`instr(targets, ${quoted}) > 0 OR instr(ifnull(playingTargets, ''), ${quoted}) > 0`)
  return database.row(targeted.limit(1)) !== undefined
}
