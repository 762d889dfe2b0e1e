import type { Migration } from './migrate.ts'

/**
 * What each cluster was to play since when, and since when it said that it holds it: so that what it never reported can
 * be closed by the server. `closed` tells such a record from a device's; one that a device's own has replaced is kept
 * in `playoutClosings`.
 */
export const closings: Migration = {
  number: 10,
  name: 'closings',
  sql: `
CREATE TABLE wantedProgrammes (
  programmesSha256 TEXT PRIMARY KEY,
  deflated BLOB NOT NULL,
  latenessMsMax REAL NOT NULL
) STRICT;

CREATE TABLE wantedPlans (
  clusterId TEXT NOT NULL REFERENCES clusters,
  fromRevision INTEGER NOT NULL,
  programmesSha256 TEXT NOT NULL REFERENCES wantedProgrammes,
  wantedAt REAL NOT NULL,
  heldAt REAL,
  PRIMARY KEY (clusterId, fromRevision)
) STRICT, WITHOUT ROWID;
CREATE INDEX wantedPlansByProgrammes ON wantedPlans (programmesSha256);

CREATE TABLE closingProgress (
  clusterId TEXT PRIMARY KEY REFERENCES clusters,
  closedUntil REAL NOT NULL
) STRICT;

ALTER TABLE playouts ADD COLUMN closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1));

CREATE TABLE playoutClosings (
  clusterId TEXT NOT NULL,
  serverKid TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  occurrenceId TEXT NOT NULL,
  reason TEXT NOT NULL,
  sealed BLOB NOT NULL,
  sealedSha256 TEXT NOT NULL,
  closedAt REAL NOT NULL,
  replacedAt REAL NOT NULL,
  PRIMARY KEY (clusterId, serverKid, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX playoutClosingsByOccurrence ON playoutClosings (clusterId, occurrenceId);
`,
}
