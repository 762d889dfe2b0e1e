import type { Migration } from './migrate.ts'

/**
 * Emergencies, what became of each at every cluster, what happened in which order, and by which request each act came,
 * so that none is carried out twice.
 */
export const emergencies: Migration = {
  number: 11,
  name: 'emergencies',
  sql: `
CREATE TABLE emergencies (
  emergencyId TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('awaiting', 'lapsed', 'active', 'ended', 'cancelled', 'expired')),
  status TEXT NOT NULL CHECK (status IN ('Actual', 'Exercise', 'Test')),
  origin TEXT NOT NULL CHECK (origin IN ('person', 'button', 'cap')),
  event TEXT NOT NULL,
  severity TEXT NOT NULL,
  edition INTEGER NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  details TEXT NOT NULL,
  raisedBy TEXT NOT NULL,
  raisedById TEXT,
  commander TEXT NOT NULL,
  reason TEXT NOT NULL,
  secondPerson TEXT,
  secondPersonId TEXT,
  brokeGlass INTEGER NOT NULL CHECK (brokeGlass IN (0, 1)),
  speech TEXT NOT NULL CHECK (speech IN ('none', 'making', 'ready', 'failed')),
  requestedAt REAL NOT NULL,
  sentAt REAL,
  publishedAt REAL,
  accountedAt REAL,
  expiresAt REAL NOT NULL,
  endedAt REAL,
  clearedAt REAL,
  traceId TEXT
) STRICT;
CREATE INDEX emergenciesByRequest ON emergencies (requestedAt, emergencyId);
CREATE INDEX emergenciesToFollow ON emergencies (clearedAt) WHERE clearedAt IS NULL;

CREATE TRIGGER emergencyStaysAsItIs BEFORE UPDATE OF status ON emergencies
WHEN new.status <> old.status
BEGIN
  SELECT RAISE(ABORT, 'an emergency never changes its status');
END;

CREATE TABLE emergencyClusters (
  emergencyId TEXT NOT NULL REFERENCES emergencies,
  clusterId TEXT NOT NULL REFERENCES clusters,
  outcome TEXT NOT NULL CHECK (outcome IN ('waiting', 'heard', 'playedNotProven', 'refused', 'notReached')),
  reason TEXT,
  evidence TEXT,
  edition INTEGER NOT NULL,
  takenAt REAL,
  heardAt REAL,
  lastRepeat INTEGER,
  soundings INTEGER NOT NULL DEFAULT 0,
  isSounding INTEGER NOT NULL DEFAULT 0 CHECK (isSounding IN (0, 1)),
  resolvedBy TEXT,
  resolvedAt REAL,
  note TEXT,
  PRIMARY KEY (emergencyId, clusterId)
) STRICT, WITHOUT ROWID;
CREATE INDEX emergencyClustersUnresolved ON emergencyClusters (emergencyId)
  WHERE outcome IN ('refused', 'notReached') AND resolvedAt IS NULL;

CREATE TABLE emergencyMoments (
  momentId INTEGER PRIMARY KEY,
  emergencyId TEXT NOT NULL REFERENCES emergencies,
  at REAL NOT NULL,
  kind TEXT NOT NULL,
  by TEXT,
  clusterId TEXT,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX emergencyMomentsInOrder ON emergencyMoments (emergencyId, at, momentId);

CREATE TABLE emergencyRequests (
  asker TEXT NOT NULL,
  requestId TEXT NOT NULL,
  emergencyId TEXT NOT NULL REFERENCES emergencies,
  orderSha256 TEXT NOT NULL,
  at REAL NOT NULL,
  PRIMARY KEY (asker, requestId)
) STRICT, WITHOUT ROWID;
`,
}
