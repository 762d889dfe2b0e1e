import { type Chance, CodedError, DAY_MS, HOUR_MS, type Id, newId } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'
import { listGrants } from '../../storage/accounts/grants.ts'
import {
  findOperatorByLogin,
  noteOperatorSeen,
  type StoredOperator,
} from '../../storage/accounts/operators.ts'
import { insertSession, removeEndedSessions, removeSurplusSessions } from '../../storage/accounts/sessions.ts'
import { hasSignedInFrom, noteSignInAddress } from '../../storage/accounts/sign-in-addresses.ts'
import { areaIdsOf, recordAct } from '../audit.ts'
import { sha256Hex } from '../secrets.ts'
import type { Lane } from './passwords.ts'
import type { SignedIn } from './signed-in.ts'

const TOKEN_BYTES = 32
const SESSIONS_PER_OPERATOR_MAX = 20
const USER_AGENT_LENGTH_MAX = 200

export interface SignInOrder {
  loginName: string
  password: string
  address: string
  userAgent: string
}

/**
 * A new session for a name and its password. Gives the token, which is kept nowhere. Throws `tooManyRequests`,
 * `tooBusy`, `wrongCredentials` (nothing is said of whether there is such a name), `accountDisabled`.
 */
export async function signIn(
  services: Services,
  order: SignInOrder,
): Promise<{ token: string; signedIn: SignedIn }> {
  const { database, passwords, signInLimit } = services
  const { loginName, address } = order
  const found = findOperatorByLogin(database, loginName)
  const isKnown = found !== undefined && hasSignedInFrom(database, found.operatorId, address)
  signInLimit.take({ loginName, address, isKnown })
  const lane: Lane = isKnown ? 'known' : 'stranger'
  const isRight = await passwords.check(found?.passwordHash, order.password, lane)
  // Meanwhile the account may have become another.
  const operator = findOperatorByLogin(database, loginName)
  if (!isRight || !operator || operator.passwordHash !== found?.passwordHash) {
    if (operator) recordRefusal(services, operator, order)
    throw new CodedError('wrongCredentials', 'the name or the password is wrong')
  }
  signInLimit.forget({ loginName, address, isKnown })
  if (operator.isDisabled) throw new CodedError('accountDisabled', 'this account is disabled')
  return openSession(services, operator, order)
}

function openSession(services: Services, operator: StoredOperator, order: SignInOrder) {
  const { database, clock, chance, config } = services
  const { operatorId, loginName, name, mustChangePassword } = operator
  const { address } = order
  const grants = listGrants(database, operatorId)
  const token = newToken(chance)
  const sessionId: Id = newId('phien', chance)
  const at = clock.now()
  database.urgentTransaction(() => {
    removeEndedSessions(database, { at, idleSince: at - config.access.sessionIdleHoursMax * HOUR_MS })
    insertSession(database, {
      ...{ sessionId, operatorId, address, tokenSha256: sha256Hex(token), createdAt: at, lastSeenAt: at },
      expiresAt: at + config.access.sessionDaysMax * DAY_MS,
      userAgent: order.userAgent.slice(0, USER_AGENT_LENGTH_MAX),
    })
    removeSurplusSessions(database, operatorId, SESSIONS_PER_OPERATOR_MAX)
    noteSignInAddress(database, { operatorId, address, lastAt: at })
    noteOperatorSeen(database, operatorId, at)
    const by = { operatorId, name, grants, address }
    recordAct(database, { at, by, act: 'session.open', areaIds: areaIdsOf(grants), subject: sessionId })
  })
  const signedIn: SignedIn = { sessionId, operatorId, loginName, name, mustChangePassword, grants }
  return { token, signedIn }
}

/** Only for names that exist: a stranger's inventions do not fill the log. The limit keeps these few. */
function recordRefusal({ database, clock }: Services, operator: StoredOperator, { address }: SignInOrder) {
  const { operatorId, name } = operator
  const grants = listGrants(database, operatorId)
  const by = { operatorId: null, name: '', grants: [], address }
  const detail = { loginName: operator.loginName, name }
  const act = 'session.refuse'
  database.urgentTransaction(() =>
    recordAct(database, {
      ...{ at: clock.now(), by, act, areaIds: areaIdsOf(grants), subject: operatorId, detail },
    }),
  )
}

function newToken(chance: Chance): string {
  return Buffer.from(chance.bytes(TOKEN_BYTES)).toString('base64url')
}
