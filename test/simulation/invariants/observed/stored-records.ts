import type { ClusterId } from '@tieng-lang/protocol'
import { query } from '../../../../server/src/storage/database.ts'
import type { SimulatedWorld } from '../../world.ts'

/** A record as the server's log has it. */
export interface StoredRecord {
  occurrenceId: string
  outcome: string
  reason: string | null
  startedAt: number | null
  askedMs: number
  heardMs: number
}

/** Every record of a cluster. A whole look: for the end of a run, not for its steps. */
export function recordsOf({ server }: SimulatedWorld, clusterId: ClusterId): StoredRecord[] {
  return server.services.database.rows(
    query
      .selectFrom('playouts')
      .select(['occurrenceId', 'outcome', 'reason', 'startedAt', 'askedMs', 'heardMs'])
      .where('clusterId', '=', clusterId)
      .orderBy('dueAt'),
  )
}

/** What the server holds raw because it could not take it for a record. */
export function refusedRecordsOf(
  { server }: SimulatedWorld,
  clusterId: ClusterId,
): { code: string; detail: string }[] {
  return server.services.database.rows(
    query.selectFrom('playoutRefusals').select(['code', 'detail']).where('clusterId', '=', clusterId),
  )
}
