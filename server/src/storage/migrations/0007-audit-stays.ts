import type { Migration } from './migrate.ts'

/**
 * `REPLACE` removes a row without asking the DELETE trigger (SQLite, *Conflict clause*): an entry's number is used once.
 * And the areas by which an entry is found stay with it.
 */
export const auditStays: Migration = {
  number: 7,
  name: 'audit-stays',
  sql: `
CREATE TRIGGER auditEntriesOnce BEFORE INSERT ON auditEntries
WHEN new.auditId > 0 AND EXISTS (SELECT 1 FROM auditEntries WHERE auditId = new.auditId)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER auditEntryAreasStay BEFORE UPDATE ON auditEntryAreas
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER auditEntryAreasRemain BEFORE DELETE ON auditEntryAreas
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`,
}
