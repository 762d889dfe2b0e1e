import { sql } from 'kysely'
import type { Defect } from '../defect.ts'
import { runSql } from './spoilt-database.ts'

/** Of a live voice, which alone has neither slot nor number in its name, half is written down. */
export const HALVED_VOICES: Defect = {
  name: 'a log that has half of what was heard of a live voice',
  foundBy: 'a record says what the horn did',
  services: ({ database }) =>
    runSql(
      database,
      sql`CREATE TRIGGER IF NOT EXISTS halve AFTER INSERT ON playouts
          WHEN NEW.occurrenceId NOT LIKE '%@%' AND NEW.occurrenceId NOT LIKE '%#%'
          BEGIN UPDATE playouts SET heardMs = heardMs / 2 WHERE occurrenceId = NEW.occurrenceId; END`,
    ),
}
