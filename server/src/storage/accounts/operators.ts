import type { Id } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'

/** An account, without its grants (`grants.ts`). */
export interface StoredOperator {
  operatorId: Id
  loginName: string
  name: string
  /** As `access/passwords.ts` writes it. */
  passwordHash: string
  mustChangePassword: boolean
  isDisabled: boolean
  createdAt: number
  lastSeenAt: number | null
  version: number
}

export const OPERATORS_MAX = 5_000

/** Throws `alreadyExists` (login name). */
export function insertOperator(database: Database, operator: StoredOperator): void {
  const { mustChangePassword, isDisabled, ...rest } = operator
  const row = { ...rest, mustChangePassword: flag(mustChangePassword), isDisabled: flag(isDisabled) }
  database.run(query.insertInto('operators').values(row))
}

/** A disabled account is found too. */
export function findOperator(database: Database, operatorId: Id): StoredOperator | undefined {
  const row = database.row(query.selectFrom('operators').selectAll().where('operatorId', '=', operatorId))
  return row && fromRow(row)
}

/** Login names are lower case; a disabled account is found too. */
export function findOperatorByLogin(database: Database, loginName: string): StoredOperator | undefined {
  const row = database.row(query.selectFrom('operators').selectAll().where('loginName', '=', loginName))
  return row && fromRow(row)
}

/** By name. */
export function listOperators(database: Database): StoredOperator[] {
  const built = query.selectFrom('operators').selectAll().orderBy('name').orderBy('operatorId')
  return database.rows(built.limit(OPERATORS_MAX)).map(fromRow)
}

/** With disabled ones. */
export function countOperators(database: Database): number {
  const built = query.selectFrom('operators').select(sql<number>`count(*)`.as('count'))
  return database.row(built)?.count ?? 0
}

/** Counts the version up; whoever calls has compared it in the same transaction. */
export function replaceOperatorState(
  database: Database,
  operatorId: Id,
  { name, isDisabled }: Pick<StoredOperator, 'name' | 'isDisabled'>,
): void {
  const set = { name, isDisabled: flag(isDisabled), version: sql<number>`version + 1` }
  database.run(query.updateTable('operators').set(set).where('operatorId', '=', operatorId))
}

/** Counts the version up. */
export function replacePassword(
  database: Database,
  operatorId: Id,
  { passwordHash, mustChangePassword }: Pick<StoredOperator, 'passwordHash' | 'mustChangePassword'>,
): void {
  const changed = { passwordHash, mustChangePassword: flag(mustChangePassword) }
  const set = { ...changed, version: sql<number>`version + 1` }
  database.run(query.updateTable('operators').set(set).where('operatorId', '=', operatorId))
}

/** Unix ms; leaves the version as it is, since nobody has edited anything. */
export function noteOperatorSeen(database: Database, operatorId: Id, lastSeenAt: number): void {
  database.run(query.updateTable('operators').set({ lastSeenAt }).where('operatorId', '=', operatorId))
}

function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

interface OperatorRow extends Omit<StoredOperator, 'mustChangePassword' | 'isDisabled'> {
  mustChangePassword: 0 | 1
  isDisabled: 0 | 1
}

function fromRow({ mustChangePassword, isDisabled, ...rest }: OperatorRow): StoredOperator {
  return { ...rest, mustChangePassword: mustChangePassword === 1, isDisabled: isDisabled === 1 }
}
