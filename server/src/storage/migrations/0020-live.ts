import type { Migration } from './migrate.ts'

/** Live sessions: who spoke where, when and why it ended; and by which request each act came. */
export const live: Migration = {
  number: 20,
  name: 'live',
  sql: `
CREATE TABLE liveSessions (
  sessionId TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'onAir', 'ended')),
  title TEXT NOT NULL,
  speaker TEXT NOT NULL,
  speakerId TEXT,
  delay TEXT NOT NULL CHECK (delay IN ('lan', 'live', 'robust')),
  emergencyId TEXT REFERENCES emergencies,
  ssrc INTEGER NOT NULL,
  details TEXT NOT NULL,
  startedAt REAL NOT NULL,
  expiresAt REAL NOT NULL,
  onAirAt REAL,
  endedAt REAL,
  endedBecause TEXT CHECK (endedBecause IN
    ('ended', 'silence', 'tooLong', 'takenOver', 'stopped', 'sourceLost', 'serverRestarted')),
  clearedAt REAL,
  traceId TEXT,
  CHECK ((state = 'ended') = (endedAt IS NOT NULL AND endedBecause IS NOT NULL))
) STRICT;
CREATE INDEX liveSessionsByStart ON liveSessions (startedAt, sessionId);
CREATE INDEX liveSessionsToFollow ON liveSessions (clearedAt) WHERE clearedAt IS NULL;

CREATE TABLE liveRequests (
  asker TEXT NOT NULL,
  requestId TEXT NOT NULL,
  sessionId TEXT NOT NULL REFERENCES liveSessions,
  orderSha256 TEXT NOT NULL,
  at REAL NOT NULL,
  PRIMARY KEY (asker, requestId)
) STRICT, WITHOUT ROWID;
`,
}
