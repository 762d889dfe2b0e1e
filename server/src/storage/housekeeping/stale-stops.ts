import { type Database, query } from '../database.ts'
import type { StoppedBroadcast } from '../orders/stopped-broadcasts.ts'

type Stop = Pick<StoppedBroadcast, 'clusterId' | 'broadcastId' | 'stoppedAt'>

const STOPS_READ_MAX = 500

/** Stops that are kept until long after `forgetAfter`: those of slots far ahead. */
export function listLongStops(database: Database, forgetAfter: number): Stop[] {
  return database.rows(
    query
      .selectFrom('stoppedBroadcasts')
      .select(['clusterId', 'broadcastId', 'stoppedAt'])
      .where('forgetAt', '>', forgetAfter)
      .limit(STOPS_READ_MAX),
  )
}

export function removeStop(database: Database, { clusterId, broadcastId }: Stop): void {
  database.run(
    query
      .deleteFrom('stoppedBroadcasts')
      .where('clusterId', '=', clusterId)
      .where('broadcastId', '=', broadcastId),
  )
}
