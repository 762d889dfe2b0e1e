import type { Migration } from './migrate.ts'

/** Issue 1: areas, clusters, bulletins, programmes, sealed documents, playouts. Columns are spelled as in `tables.ts`. */
export const ground: Migration = {
  number: 1,
  name: 'ground',
  sql: `
CREATE TABLE areas (
  areaId TEXT PRIMARY KEY,
  parentId TEXT REFERENCES areas,
  code TEXT UNIQUE,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  createdAt REAL NOT NULL
) STRICT;
CREATE INDEX areasByParent ON areas (parentId);

CREATE TABLE clusters (
  clusterId TEXT PRIMARY KEY,
  areaId TEXT NOT NULL REFERENCES areas,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  mediaSecret TEXT NOT NULL,
  createdAt REAL NOT NULL,
  deviceKid TEXT,
  devicePublicKey TEXT,
  mqttSecretSha256 TEXT,
  enrolledAt REAL
) STRICT;
CREATE INDEX clustersByArea ON clusters (areaId);

CREATE TABLE enrolmentCodes (
  codeSha256 TEXT PRIMARY KEY,
  clusterId TEXT NOT NULL REFERENCES clusters,
  issuedBy TEXT NOT NULL,
  issuedAt REAL NOT NULL,
  expiresAt REAL NOT NULL,
  usedByPublicKey TEXT,
  usedAt REAL
) STRICT;

CREATE TABLE bulletins (
  bulletinId TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  language TEXT NOT NULL,
  mediaSha256 TEXT NOT NULL,
  mediaSizeBytes INTEGER NOT NULL,
  mediaDurationMs REAL NOT NULL,
  loudness TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'returned')),
  producedBy TEXT NOT NULL,
  approvedBy TEXT,
  createdAt REAL NOT NULL,
  CHECK ((state = 'approved') = (approvedBy IS NOT NULL))
) STRICT;
CREATE INDEX bulletinsByMedia ON bulletins (mediaSha256);
CREATE INDEX bulletinsByCreation ON bulletins (createdAt);

CREATE TABLE programmes (
  programmeId TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  targets TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'returned')),
  producedBy TEXT NOT NULL,
  approvedBy TEXT,
  createdAt REAL NOT NULL,
  changedAt REAL NOT NULL,
  CHECK ((state = 'approved') = (approvedBy IS NOT NULL))
) STRICT;

CREATE TABLE stoppedBroadcasts (
  clusterId TEXT NOT NULL REFERENCES clusters,
  broadcastId TEXT NOT NULL,
  stoppedAt REAL NOT NULL,
  forgetAt REAL NOT NULL,
  stoppedBy TEXT NOT NULL,
  PRIMARY KEY (clusterId, broadcastId)
) STRICT;

CREATE TABLE documents (
  topic TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  documentId TEXT NOT NULL,
  clusterId TEXT REFERENCES clusters,
  revision INTEGER NOT NULL,
  kid TEXT NOT NULL,
  bodySha256 TEXT NOT NULL,
  sealed BLOB NOT NULL,
  sealedAt REAL NOT NULL,
  validUntil REAL
) STRICT;
CREATE INDEX documentsByCluster ON documents (clusterId);

CREATE TABLE commands (
  commandId TEXT PRIMARY KEY,
  clusterId TEXT NOT NULL,
  body TEXT NOT NULL,
  givenBy TEXT NOT NULL,
  sealedAt REAL NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT,
  answeredAt REAL
) STRICT;
CREATE INDEX commandsByCluster ON commands (clusterId, sealedAt);

CREATE TABLE playouts (
  clusterId TEXT NOT NULL,
  deviceKid TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  occurrenceId TEXT NOT NULL,
  broadcastId TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  evidence TEXT NOT NULL,
  mediaSha256 TEXT,
  dueAt REAL NOT NULL,
  startedAt REAL,
  endedAt REAL,
  askedMs REAL NOT NULL,
  heardMs REAL NOT NULL,
  previousSha256 TEXT,
  sealedSha256 TEXT NOT NULL,
  sealed BLOB NOT NULL,
  storedAt REAL NOT NULL,
  PRIMARY KEY (clusterId, deviceKid, sequence)
) STRICT;
CREATE UNIQUE INDEX playoutsByOccurrence ON playouts (clusterId, occurrenceId);
CREATE INDEX playoutsByDue ON playouts (dueAt);
CREATE INDEX playoutsByClusterAndDue ON playouts (clusterId, dueAt);

CREATE TABLE playoutRefusals (
  refusalId INTEGER PRIMARY KEY,
  clusterId TEXT NOT NULL,
  deviceKid TEXT NOT NULL,
  sequence INTEGER,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  sealedSha256 TEXT NOT NULL,
  sealed BLOB NOT NULL,
  storedAt REAL NOT NULL,
  UNIQUE (clusterId, deviceKid, sealedSha256)
) STRICT;
CREATE INDEX playoutRefusalsBySequence ON playoutRefusals (clusterId, deviceKid, sequence);

CREATE TABLE playoutProgress (
  clusterId TEXT NOT NULL,
  deviceKid TEXT NOT NULL,
  storedThrough INTEGER NOT NULL,
  PRIMARY KEY (clusterId, deviceKid)
) STRICT;

CREATE TABLE playoutGaps (
  clusterId TEXT NOT NULL,
  deviceKid TEXT NOT NULL,
  fromSequence INTEGER NOT NULL,
  toSequence INTEGER NOT NULL,
  noticedAt REAL NOT NULL,
  PRIMARY KEY (clusterId, deviceKid, fromSequence)
) STRICT;

CREATE TABLE clusterReports (
  clusterId TEXT NOT NULL REFERENCES clusters,
  kind TEXT NOT NULL,
  report TEXT NOT NULL,
  receivedAt REAL NOT NULL,
  PRIMARY KEY (clusterId, kind)
) STRICT;

CREATE TABLE refusalCounters (
  source TEXT NOT NULL,
  code TEXT NOT NULL,
  count INTEGER NOT NULL,
  lastDetail TEXT NOT NULL,
  lastAt REAL NOT NULL,
  PRIMARY KEY (source, code)
) STRICT;

CREATE TABLE serverKeys (
  kid TEXT PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('root', 'command')),
  publicKey TEXT NOT NULL,
  createdAt REAL NOT NULL
) STRICT;
`,
}
