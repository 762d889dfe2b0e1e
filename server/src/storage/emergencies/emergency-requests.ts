import type { Id } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** An act that somebody asked for, told apart by who asks and the id that they chose. */
export interface EmergencyRequest {
  asker: string
  requestId: Id
  emergencyId: Id
  /** Of what was asked, without secrets: the same id with another order is a mistake. */
  orderSha256: string
  at: number
}

/** Undefined where it was never asked. */
export function findRequest(database: Database, asker: string, requestId: Id): EmergencyRequest | undefined {
  const request = query.selectFrom('emergencyRequests').selectAll().where('asker', '=', asker)
  return database.row(request.where('requestId', '=', requestId))
}

/** Belongs into the transaction of the act. Throws `alreadyExists`. */
export function insertRequest(database: Database, request: EmergencyRequest): void {
  database.run(query.insertInto('emergencyRequests').values(request))
}
