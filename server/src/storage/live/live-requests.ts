import type { Id } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** An act on a session that somebody asked for, told apart by who asks and the id that they chose. */
export interface LiveRequest {
  asker: string
  requestId: Id
  sessionId: Id
  /** Of what was asked: the same id with another order is a mistake. */
  orderSha256: string
  at: number
}

/** Undefined where it was never asked. */
export function findLiveRequest(database: Database, asker: string, requestId: Id): LiveRequest | undefined {
  const request = query.selectFrom('liveRequests').selectAll().where('asker', '=', asker)
  return database.row(request.where('requestId', '=', requestId))
}

/** Belongs into the transaction of the act. Throws `alreadyExists`. */
export function insertLiveRequest(database: Database, request: LiveRequest): void {
  database.run(query.insertInto('liveRequests').values(request))
}
