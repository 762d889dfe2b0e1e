import { sql } from 'kysely'
import type { Defect } from '../defect.ts'
import { runSql } from './spoilt-database.ts'

/** Whatever is handed in is approved, by nobody. */
export const SELF_APPROVAL: Defect = {
  name: 'a server that approves every bulletin that is handed in',
  foundBy: 'what is not approved never sounds',
  services: ({ database }) =>
    runSql(
      database,
      sql`CREATE TRIGGER IF NOT EXISTS selfApproval AFTER UPDATE ON bulletins WHEN NEW.state = 'submitted'
          BEGIN UPDATE bulletins SET state = 'approved', approvedBy = 'nobody' WHERE bulletinId = NEW.bulletinId; END`,
    ),
}
