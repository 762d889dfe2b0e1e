import type { BroadcastId, ClusterId, Plan } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

export interface StoppedBroadcast {
  clusterId: ClusterId
  broadcastId: BroadcastId
  stoppedAt: number
  /** 48 h past its slot: then no cluster can sound it any more. */
  forgetAt: number
  stoppedBy: string
}

/** The first stop counts; a second changes nothing. */
export function insertStoppedBroadcast(database: Database, stopped: StoppedBroadcast): void {
  database.run(
    query
      .insertInto('stoppedBroadcasts')
      .values(stopped)
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** The newest are the ones that a plan still has room for. */
export function listStoppedBroadcasts(database: Database, clusterId: ClusterId): Plan['stopped'] {
  return database.rows(
    query
      .selectFrom('stoppedBroadcasts')
      .select(['broadcastId', 'stoppedAt'])
      .where('clusterId', '=', clusterId)
      .orderBy('stoppedAt', 'desc')
      .orderBy('broadcastId')
      .limit(1_000),
  )
}

/** Those whose `forgetAt` (Unix ms) has passed; gives how many there were. */
export function removeForgottenStops(database: Database, now: number): number {
  return database.run(query.deleteFrom('stoppedBroadcasts').where('forgetAt', '<', now))
}
