import type { Migration } from './migrate.ts'

/**
 * A programme is what is being worked on and, apart from it, what the clusters play. The table is made anew, because
 * SQLite cannot take a CHECK away; what was approved before goes on playing as it was laid.
 */
export const programmes: Migration = {
  number: 5,
  name: 'programmes',
  sql: `
CREATE TABLE programmesAnew (
  programmeId TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  targets TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'returned')),
  producedBy TEXT NOT NULL,
  producedById TEXT,
  submittedBy TEXT,
  submittedById TEXT,
  approvedBy TEXT,
  approvedById TEXT,
  approvedAt REAL,
  isOnePerson INTEGER NOT NULL CHECK (isOnePerson IN (0, 1)),
  note TEXT,
  playingDefinition TEXT,
  playingTargets TEXT,
  plannedAt REAL,
  firstPlannedAt REAL,
  carried TEXT,
  createdAt REAL NOT NULL,
  changedAt REAL NOT NULL,
  changedBy TEXT NOT NULL,
  changedById TEXT,
  version INTEGER NOT NULL,
  CHECK (state <> 'approved' OR playingDefinition IS NOT NULL),
  CHECK ((playingDefinition IS NULL) = (playingTargets IS NULL)),
  CHECK ((playingDefinition IS NULL) = (plannedAt IS NULL)),
  CHECK ((playingDefinition IS NULL) = (approvedBy IS NULL))
) STRICT;
INSERT INTO programmesAnew
SELECT programmeId, definition, targets, state, producedBy, NULL, NULL, NULL, approvedBy, NULL,
  iif(state = 'approved', changedAt, NULL), iif(approvedBy = producedBy, 1, 0), NULL,
  iif(state = 'approved', definition, NULL), iif(state = 'approved', targets, NULL),
  iif(state = 'approved', createdAt, NULL), iif(state = 'approved', createdAt, NULL), NULL, createdAt, changedAt, coalesce(approvedBy, producedBy), NULL, 1
FROM programmes;
DROP TABLE programmes;
ALTER TABLE programmesAnew RENAME TO programmes;
`,
}
