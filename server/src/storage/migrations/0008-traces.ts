import type { Migration } from './migrate.ts'

/** By which act a thing came about (`traceId`), and the row that the health check writes and reads. */
export const traces: Migration = {
  number: 8,
  name: 'traces',
  sql: `
ALTER TABLE auditEntries ADD COLUMN traceId TEXT;
CREATE INDEX auditEntriesByTrace ON auditEntries (traceId) WHERE traceId IS NOT NULL;
ALTER TABLE documents ADD COLUMN traceId TEXT;
ALTER TABLE commands ADD COLUMN traceId TEXT;
CREATE TABLE pulses (name TEXT PRIMARY KEY, at REAL NOT NULL) STRICT;
`,
}
