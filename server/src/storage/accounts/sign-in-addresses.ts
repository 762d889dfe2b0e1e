import type { Id } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

const ADDRESSES_KEPT_MAX = 50

/** Whether this person has ever signed in from there. */
export function hasSignedInFrom(database: Database, operatorId: Id, address: string): boolean {
  const built = query.selectFrom('signInAddresses').select('lastAt').where('operatorId', '=', operatorId)
  return database.row(built.where('address', '=', address)) !== undefined
}

/** Only the last `ADDRESSES_KEPT_MAX` of a person are remembered. */
export function noteSignInAddress(
  database: Database,
  { operatorId, address, lastAt }: { operatorId: Id; address: string; lastAt: number },
): void {
  const insert = query.insertInto('signInAddresses').values({ operatorId, address, lastAt })
  database.run(
    insert.onConflict((conflict) => conflict.columns(['operatorId', 'address']).doUpdateSet({ lastAt })),
  )
  const newest = query
    .selectFrom('signInAddresses')
    .select('address')
    .where('operatorId', '=', operatorId)
    .orderBy('lastAt', 'desc')
    .limit(ADDRESSES_KEPT_MAX)
  const old = query.deleteFrom('signInAddresses').where('operatorId', '=', operatorId)
  database.run(old.where('address', 'not in', newest))
}
