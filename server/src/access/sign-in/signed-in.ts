import { type Clock, CodedError, type Grant, HOUR_MS, type Id, MINUTE_MS } from '@tieng-lang/protocol'
import { listGrants } from '../../storage/accounts/grants.ts'
import { findSession, noteSessionSeen } from '../../storage/accounts/sessions.ts'
import type { Database } from '../../storage/database.ts'
import { sha256Hex } from '../secrets.ts'

/** Whoever holds a session's token, with what they may do now: a grant taken away holds no longer than one request. */
export interface SignedIn {
  sessionId: Id
  operatorId: Id
  loginName: string
  name: string
  mustChangePassword: boolean
  grants: readonly Grant[]
}

/** Being seen is written down at most so often: it costs a write to the disk. */
const SEEN_AGAIN_MS = 5 * MINUTE_MS
const TOKEN_LENGTH_MAX = 100

export interface SessionLimits {
  database: Database
  clock: Clock
  sessionIdleHoursMax: number
}

/** Undefined where the token is unknown, its session has ended, or its person is disabled. */
export function findSignedIn(
  { database, clock, sessionIdleHoursMax }: SessionLimits,
  token: string | undefined,
): SignedIn | undefined {
  if (token === undefined || token === '' || token.length > TOKEN_LENGTH_MAX) return undefined
  const found = findSession(database, sha256Hex(token))
  if (!found) return undefined
  const { isDisabled, mustChangePassword, lastSeenAt, expiresAt, ...person } = found
  const now = clock.now()
  const isIdle = now - lastSeenAt >= sessionIdleHoursMax * HOUR_MS
  if (isDisabled === 1 || isIdle || now >= expiresAt) return undefined
  if (now - lastSeenAt >= SEEN_AGAIN_MS) noteSeen(database, person.sessionId, now)
  const grants = listGrants(database, person.operatorId)
  return { ...person, mustChangePassword: mustChangePassword === 1, grants }
}

/** A disk that is full must not keep a signed-in person from stopping what sounds. */
function noteSeen(database: Database, sessionId: Id, seenAt: number): void {
  try {
    noteSessionSeen(database, sessionId, seenAt)
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause
  }
}
