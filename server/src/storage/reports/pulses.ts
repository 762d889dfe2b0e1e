import { sql } from 'kysely'
import { type Database, query } from '../database.ts'

/**
 * Writes down that a part worked at `at`, durably as any commit; never moves back. Throws what `Database` throws.
 */
export function notePulse(database: Database, name: string, at: number): void {
  database.run(
    query
      .insertInto('pulses')
      .values({ name, at })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet({ at: sql<number>`max(pulses.at, excluded.at)` }),
      ),
  )
}

/** The latest instant noted; undefined before the first. */
export function findPulseAt(database: Database, name: string): number | undefined {
  return database.row(query.selectFrom('pulses').select('at').where('name', '=', name))?.at
}

/** When the newest act of a person was recorded. */
export function findNewestActAt(database: Database): number | undefined {
  return database.row(query.selectFrom('auditEntries').select('at').orderBy('auditId', 'desc').limit(1))?.at
}
