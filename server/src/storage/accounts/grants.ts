import type { AreaId, Grant, Id } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'

/** So many at most has one person (`Operator` in the protocol). */
const GRANTS_MAX = 200

/** Of one person, by role, then by area. */
export function listGrants(database: Database, operatorId: Id): Grant[] {
  const built = query
    .selectFrom('grants')
    .select(['role', 'areaId'])
    .where('operatorId', '=', operatorId)
    .orderBy('role')
    .orderBy('areaId')
    .limit(GRANTS_MAX)
  return database.rows(built).map(fromRow)
}

/** Of every person, by id. */
export function listGrantsByOperator(database: Database): Map<Id, Grant[]> {
  const byOperator = new Map<Id, Grant[]>()
  const built = query.selectFrom('grants').selectAll().orderBy('operatorId').orderBy('role').orderBy('areaId')
  for (const { operatorId, ...grant } of database.rows(built)) {
    const grants = byOperator.get(operatorId)
    if (grants) grants.push(fromRow(grant))
    else byOperator.set(operatorId, [fromRow(grant)])
  }
  return byOperator
}

/** To be called inside a transaction. Throws `stillReferenced` where an area is unknown. */
export function replaceGrants(database: Database, operatorId: Id, grants: readonly Grant[]): void {
  database.run(query.deleteFrom('grants').where('operatorId', '=', operatorId))
  for (const { role, areaId } of grants)
    database.run(query.insertInto('grants').values({ operatorId, role, areaId }))
}

/** How many people that are not disabled administer everything, this one left out. */
export function countOtherAdministrators(database: Database, operatorId: Id): number {
  const built = query
    .selectFrom('grants')
    .innerJoin('operators', 'operators.operatorId', 'grants.operatorId')
    .select(sql<number>`count(*)`.as('count'))
    .where('grants.role', '=', 'administrator')
    .where('grants.areaId', 'is', null)
    .where('operators.isDisabled', '=', 0)
    .where('operators.operatorId', '!=', operatorId)
  return database.row(built)?.count ?? 0
}

function fromRow({ role, areaId }: { role: string; areaId: AreaId | null }): Grant {
  // Only `replaceGrants` writes here, and it takes a `Grant`.
  return { role: role as Grant['role'], areaId }
}
