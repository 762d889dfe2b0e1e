import type { Id } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** A sign-in that has not ended; of its token only the hash is kept. */
export interface Session {
  sessionId: Id
  tokenSha256: string
  operatorId: Id
  createdAt: number
  lastSeenAt: number
  /** Then it ends, however often it is used. */
  expiresAt: number
  address: string
  userAgent: string
}

const SESSIONS_LISTED_MAX = 100

/** Throws `alreadyExists`. */
export function insertSession(database: Database, session: Session): void {
  database.run(query.insertInto('sessions').values(session))
}

/** With the person it belongs to. */
export function findSession(database: Database, tokenSha256: string) {
  const built = query
    .selectFrom('sessions')
    .innerJoin('operators', 'operators.operatorId', 'sessions.operatorId')
    .select(['sessionId', 'sessions.operatorId', 'sessions.lastSeenAt', 'expiresAt'])
    .select(['loginName', 'name', 'isDisabled', 'mustChangePassword'])
    .where('tokenSha256', '=', tokenSha256)
  return database.row(built)
}

/** The one last used first. */
export function listSessions(database: Database, operatorId: Id): Session[] {
  const built = query.selectFrom('sessions').selectAll().where('operatorId', '=', operatorId)
  return database.rows(built.orderBy('lastSeenAt', 'desc').limit(SESSIONS_LISTED_MAX))
}

/** `seenAt` in Unix ms. */
export function noteSessionSeen(database: Database, sessionId: Id, seenAt: number): void {
  const set = { lastSeenAt: seenAt }
  database.run(query.updateTable('sessions').set(set).where('sessionId', '=', sessionId))
}

/** False where this person has no such session. */
export function removeSession(database: Database, operatorId: Id, sessionId: Id): boolean {
  const built = query.deleteFrom('sessions').where('sessionId', '=', sessionId)
  return database.run(built.where('operatorId', '=', operatorId)) > 0
}

/** All sessions of a person, but for the one to keep. */
export function removeSessions(database: Database, operatorId: Id, keptSessionId: Id | null): void {
  const built = query.deleteFrom('sessions').where('operatorId', '=', operatorId)
  database.run(keptSessionId === null ? built : built.where('sessionId', '!=', keptSessionId))
}

/** Those past their end or idle since before `idleSince`; gives how many. */
export function removeEndedSessions(database: Database, ended: { at: number; idleSince: number }): number {
  const built = query
    .deleteFrom('sessions')
    .where((or) => or.or([or('expiresAt', '<=', ended.at), or('lastSeenAt', '<=', ended.idleSince)]))
  return database.run(built)
}

/** The ones begun longest ago make room. */
export function removeSurplusSessions(database: Database, operatorId: Id, countMax: number): void {
  const kept = query
    .selectFrom('sessions')
    .select('sessionId')
    .where('operatorId', '=', operatorId)
    .orderBy('createdAt', 'desc')
    .limit(countMax)
  const surplus = query.deleteFrom('sessions').where('operatorId', '=', operatorId)
  database.run(surplus.where('sessionId', 'not in', kept))
}
