import type { Id } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** A person's PIN for emergencies, and how it has been guessed at. */
export interface StoredPin {
  operatorId: Id
  /** As `access/sign-in/passwords.ts` writes it. */
  pinHash: string
  /** Since the last right one or the last lock. */
  wrongTries: number
  lockedUntil: number | null
  changedAt: number
}

export function findPin(database: Database, operatorId: Id): StoredPin | undefined {
  return database.row(query.selectFrom('pins').selectAll().where('operatorId', '=', operatorId))
}

/** In place of the one before, with nothing guessed at yet. */
export function replacePin(
  database: Database,
  { operatorId, pinHash, changedAt }: Pick<StoredPin, 'operatorId' | 'pinHash' | 'changedAt'>,
): void {
  const fresh = { pinHash, changedAt, wrongTries: 0, lockedUntil: null }
  database.run(
    query
      .insertInto('pins')
      .values({ operatorId, ...fresh })
      .onConflict((conflict) => conflict.column('operatorId').doUpdateSet(fresh)),
  )
}

/** Whoever calls has read it in the same transaction. */
export function notePinTries(
  database: Database,
  { operatorId, wrongTries, lockedUntil }: Pick<StoredPin, 'operatorId' | 'wrongTries' | 'lockedUntil'>,
): void {
  const built = query.updateTable('pins').set({ wrongTries, lockedUntil })
  database.run(built.where('operatorId', '=', operatorId))
}
