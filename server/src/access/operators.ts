import {
  type AreaId,
  CodedError,
  type Grant,
  type Id,
  type NewOperator,
  type NewOperatorAnswer,
  newId,
  type Operator,
  type OperatorChange,
} from '@tieng-lang/protocol'
import type { Services } from '../broadcasting/services.ts'
import {
  countOtherAdministrators,
  listGrants,
  listGrantsByOperator,
  replaceGrants,
} from '../storage/accounts/grants.ts'
import {
  countOperators,
  findOperator,
  insertOperator,
  listOperators,
  OPERATORS_MAX,
  replaceOperatorState,
  replacePassword,
  type StoredOperator,
} from '../storage/accounts/operators.ts'
import { removeSessions } from '../storage/accounts/sessions.ts'
import { areaTree } from '../storage/tree/area-tree.ts'
import { checkVersion } from '../storage/versions.ts'
import { areaIdsOf, recordAct } from './audit.ts'
import { EVERYWHERE, mayDo } from './permissions.ts'
import type { Principal } from './principal.ts'
import { forgetFirstSignIn } from './sign-in/first-administrator.ts'
import { newPassword } from './sign-in/password-rules.ts'
import { visibleAreas } from './visible-areas.ts'

/** The accounts that have anything to do with the areas that the asker administers, by name. */
export function listOperatorsFor({ database }: Services, by: Principal): Operator[] {
  const { isEverywhere, areaIds } = visibleAreas(database, by.grants, 'people.write')
  const grantsOf = listGrantsByOperator(database)
  return listOperators(database)
    .map((operator) => shown(operator, grantsOf.get(operator.operatorId) ?? []))
    .filter(
      ({ grants }) => isEverywhere || grants.some(({ areaId }) => areaId !== null && areaIds.has(areaId)),
    )
}

/**
 * A new account with a password for the first sign-in, which is told once and kept nowhere. Throws `alreadyExists`
 * (login name), `areaNotFound`, `notAllowed` (a grant where the asker does not administer), `limitExceeded`.
 */
export async function addOperator(
  services: Services,
  by: Principal,
  wanted: NewOperator,
): Promise<NewOperatorAnswer> {
  const { database, clock, chance, passwords, updates } = services
  checkGrants(services, by, wanted.grants)
  const password = newPassword(chance)
  const passwordHash = await passwords.hash(password)
  const operatorId = newId('nguoi', chance)
  const { loginName, name } = wanted
  const grants = distinct(wanted.grants)
  const at = clock.now()
  const operator: StoredOperator = {
    ...{ operatorId, loginName, name, passwordHash, mustChangePassword: true, isDisabled: false },
    ...{ createdAt: at, lastSeenAt: null, version: 1 },
  }
  database.transaction(() => {
    if (countOperators(database) >= OPERATORS_MAX)
      throw new CodedError('limitExceeded', `at most ${OPERATORS_MAX} accounts`)
    // Areas may have gone while the password was hashed.
    checkGrants(services, by, grants)
    insertOperator(database, operator)
    replaceGrants(database, operatorId, grants)
    const detail = { loginName, name, grants }
    recordAct(database, {
      at,
      by,
      act: 'operator.add',
      areaIds: areaIdsOf(grants),
      subject: operatorId,
      detail,
    })
  })
  updates.changed('operators', operatorId)
  return { operator: shown(operator, grants), password }
}

export interface OperatorOrder {
  operatorId: Id
  expected: number | 'any'
  change: OperatorChange
}

/**
 * Changes name, grants or whether the account is open; a disabled one is signed out everywhere. Throws
 * `operatorNotFound`, `changedMeanwhile`, `notAllowed`, `areaNotFound`, `lastAdministrator`.
 */
export function changeOperator(
  services: Services,
  by: Principal,
  { operatorId, expected, change }: OperatorOrder,
): Operator {
  const { database, clock, updates } = services
  const after = database.transaction(() => {
    const before = operatorAt(services, operatorId)
    checkGrants(services, by, before.grants)
    checkVersion(before, expected)
    const { name = before.name, isDisabled = before.isDisabled } = change
    const grants = distinct(change.grants ?? before.grants)
    if (change.grants) checkGrants(services, by, grants)
    checkAdministratorLeft(services, before, { isDisabled, grants })
    replaceOperatorState(database, operatorId, { name, isDisabled })
    if (change.grants) replaceGrants(database, operatorId, grants)
    if (isDisabled) removeSessions(database, operatorId, null)
    const areaIds = areaIdsOf([...before.grants, ...grants])
    const detail = { before: facts(before), after: { name, isDisabled, grants } }
    recordAct(database, { at: clock.now(), by, act: 'operator.change', areaIds, subject: operatorId, detail })
    return operatorAt(services, operatorId)
  })
  updates.changed('operators', operatorId)
  return after
}

/** A new password for somebody who has lost theirs, told once; signs them out everywhere. Throws `operatorNotFound`. */
export async function resetPassword(
  services: Services,
  by: Principal,
  operatorId: Id,
): Promise<NewOperatorAnswer> {
  const { database, clock, chance, passwords, updates, config } = services
  const password = newPassword(chance)
  const passwordHash = await passwords.hash(password)
  const operator = database.transaction(() => {
    const { grants, loginName } = operatorAt(services, operatorId)
    checkGrants(services, by, grants)
    replacePassword(database, operatorId, { passwordHash, mustChangePassword: true })
    removeSessions(database, operatorId, null)
    const detail = { loginName }
    const act = 'operator.resetPassword'
    const areaIds = areaIdsOf(grants)
    recordAct(database, { at: clock.now(), by, act, areaIds, subject: operatorId, detail })
    return operatorAt(services, operatorId)
  })
  forgetFirstSignIn(config.dataDir, operator.loginName)
  updates.changed('operators', operatorId)
  return { operator, password }
}

/** Throws `operatorNotFound`. */
function operatorAt({ database }: Services, operatorId: Id): Operator {
  const operator = findOperator(database, operatorId)
  if (!operator) throw new CodedError('operatorNotFound', `no account is ${operatorId}`)
  return shown(operator, listGrants(database, operatorId))
}

/** Nobody gives or touches a right where they do not administer; an account without any belongs to those of everything. */
function checkGrants({ database }: Services, by: Principal, grants: readonly Grant[]): void {
  const tree = areaTree(database)
  const pathOf = (areaId: AreaId | null) => {
    if (areaId === null) return EVERYWHERE
    const path = tree.idPathOf(areaId)
    if (path.length === 0) throw new CodedError('areaNotFound', `no area is ${areaId}`)
    return path
  }
  const paths: (readonly AreaId[] | typeof EVERYWHERE)[] =
    grants.length === 0 ? [EVERYWHERE] : grants.map(({ areaId }) => pathOf(areaId))
  if (!paths.every((path) => mayDo(by.grants, 'people.write', path)))
    throw new CodedError('notAllowed', 'a right is given only by who administers all of its area')
}

function checkAdministratorLeft(
  { database }: Services,
  before: Operator,
  after: { isDisabled: boolean; grants: readonly Grant[] },
): void {
  const isOne = ({ isDisabled, grants }: typeof after) =>
    !isDisabled && grants.some(({ role, areaId }) => role === 'administrator' && areaId === null)
  if (isOne(before) && !isOne(after) && countOtherAdministrators(database, before.operatorId) === 0)
    throw new CodedError('lastAdministrator', 'nobody else administers everything')
}

function shown(operator: StoredOperator, grants: readonly Grant[]): Operator {
  const { passwordHash: _, ...rest } = operator
  return { ...rest, grants: [...grants] }
}

function facts({ name, isDisabled, grants }: Operator) {
  return { name, isDisabled, grants }
}

function distinct(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map((grant) => [`${grant.role} ${grant.areaId}`, grant])).values()]
}
