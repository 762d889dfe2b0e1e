import type { Migration } from './migrate.ts'

/**
 * Day totals of what was planned and heard, and in the log itself the names that were true when a record came. `date`
 * is null in records of before: `playouts/day-filling.ts` adds them in slices.
 */
export const happenings: Migration = {
  number: 6,
  name: 'happenings',
  sql: `
ALTER TABLE playouts ADD COLUMN title TEXT;
ALTER TABLE playouts ADD COLUMN programmeName TEXT;
ALTER TABLE playouts ADD COLUMN date TEXT;
CREATE INDEX playoutsByDate ON playouts (date, dueAt, clusterId, outcome);
CREATE INDEX playoutsWithoutDate ON playouts (storedAt) WHERE date IS NULL;

CREATE TABLE playoutDays (
  date TEXT NOT NULL,
  clusterId TEXT NOT NULL,
  plannedCount INTEGER NOT NULL,
  heardCount INTEGER NOT NULL,
  partlyHeardCount INTEGER NOT NULL,
  notHeardCount INTEGER NOT NULL,
  askedMs REAL NOT NULL,
  heardMs REAL NOT NULL,
  reasons TEXT NOT NULL,
  PRIMARY KEY (date, clusterId),
  CHECK (plannedCount = heardCount + partlyHeardCount + notHeardCount)
) STRICT, WITHOUT ROWID;
CREATE INDEX playoutDaysByCluster ON playoutDays (clusterId, date);
`,
}
