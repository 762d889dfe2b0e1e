import type { Migration } from './migrate.ts'

/**
 * What is past its retention may leave the audit log; what is under a year old the table itself goes on refusing to give
 * up, whatever a setting or a program says (R25: at least 12 months). 31,622,400 s are 366 days.
 */
export const auditRetention: Migration = {
  number: 9,
  name: 'audit-retention',
  sql: `
CREATE INDEX auditEntryAreasByEntry ON auditEntryAreas (auditId);
DROP TRIGGER auditEntriesRemain;
CREATE TRIGGER auditEntriesRemain BEFORE DELETE ON auditEntries
WHEN old.at > (unixepoch() - 31622400) * 1000
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
DROP TRIGGER auditEntryAreasRemain;
CREATE TRIGGER auditEntryAreasRemain BEFORE DELETE ON auditEntryAreas
WHEN (SELECT at FROM auditEntries WHERE auditId = old.auditId) > (unixepoch() - 31622400) * 1000
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`,
}
