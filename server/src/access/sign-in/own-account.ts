import { CodedError, type Id, type PasswordChange, type SessionLine } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'
import { findOperator, replacePassword } from '../../storage/accounts/operators.ts'
import { listSessions, removeSession, removeSessions } from '../../storage/accounts/sessions.ts'
import { areaIdsOf, recordAct } from '../audit.ts'
import type { Principal } from '../principal.ts'
import { forgetFirstSignIn } from './first-administrator.ts'
import { checkPassword } from './password-rules.ts'
import type { SignedIn } from './signed-in.ts'

/** A person and what they do with their own account. */
export interface Myself {
  signedIn: SignedIn
  by: Principal
}

/** Where this person is signed in, the last used first. */
export function listOwnSessions({ database }: Services, { operatorId, sessionId }: SignedIn): SessionLine[] {
  return listSessions(database, operatorId).map((session) => ({
    sessionId: session.sessionId,
    createdAt: session.createdAt,
    lastSeenAt: session.lastSeenAt,
    address: session.address,
    userAgent: session.userAgent,
    isCurrent: session.sessionId === sessionId,
  }))
}

/** Ends one of the person's own sessions. Throws `sessionNotFound`. */
export function endOwnSession({ database, clock }: Services, { signedIn, by }: Myself, sessionId: Id): void {
  database.transaction(() => {
    if (!removeSession(database, signedIn.operatorId, sessionId))
      throw new CodedError('sessionNotFound', `no session of yours is ${sessionId}`)
    const areaIds = areaIdsOf(by.grants)
    recordAct(database, { at: clock.now(), by, act: 'session.end', areaIds, subject: sessionId })
  })
}

/**
 * Takes another password and ends every other session of this person. Throws `wrongPassword`, `weakPassword`,
 * `tooManyRequests`.
 */
export async function changeOwnPassword(
  services: Services,
  { signedIn, by }: Myself,
  { current, next }: PasswordChange,
): Promise<void> {
  const { database, clock, passwords, signInLimit, config } = services
  const { operatorId, loginName, sessionId } = signedIn
  const attempt = { loginName, address: by.address, isKnown: true }
  signInLimit.take(attempt)
  const before = findOperator(database, operatorId)?.passwordHash
  if (!(await passwords.check(before, current, 'known')))
    throw new CodedError('wrongPassword', 'the present password is wrong')
  signInLimit.forget(attempt)
  if (next.normalize('NFC') === current.normalize('NFC'))
    throw new CodedError('weakPassword', 'this is the present password')
  checkPassword(next, loginName)
  const passwordHash = await passwords.hash(next)
  database.transaction(() => {
    if (findOperator(database, operatorId)?.passwordHash !== before)
      throw new CodedError('wrongPassword', 'the password was changed meanwhile')
    replacePassword(database, operatorId, { passwordHash, mustChangePassword: false })
    removeSessions(database, operatorId, sessionId)
    const areaIds = areaIdsOf(by.grants)
    recordAct(database, { at: clock.now(), by, act: 'operator.changePassword', areaIds, subject: operatorId })
  })
  forgetFirstSignIn(config.dataDir, loginName)
}
