import type { RawBuilder } from 'kysely'
import { type Database, query } from '../../../../server/src/storage/database.ts'

/** Runs text that no part of the server would: a trigger that somebody left behind. */
export function runSql(database: Database, raw: RawBuilder<unknown>): void {
  database.run({ compile: () => raw.compile(query) })
}
