import { sql } from 'kysely'
import type { Defect } from '../defect.ts'
import { runSql } from './spoilt-database.ts'

/** Nothing that is said of the second item of a programme stays in the log, whoever says it. */
export const VANISHING_RECORDS: Defect = {
  name: 'a server that loses records which it has stored',
  foundBy: 'every planned occurrence ends in one record',
  alsoFoundBy: ['what is held is what is wanted'],
  services: ({ database }) =>
    runSql(
      database,
      sql`CREATE TRIGGER IF NOT EXISTS vanish AFTER INSERT ON playouts WHEN NEW.occurrenceId LIKE '%/muc-2/%'
          BEGIN DELETE FROM playouts WHERE occurrenceId = NEW.occurrenceId; END`,
    ),
}
