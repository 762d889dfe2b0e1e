import type { Migration } from './migrate.ts'

/** Accounts, grants, sessions and the audit log. */
export const people: Migration = {
  number: 2,
  name: 'people',
  sql: `
CREATE TABLE operators (
  operatorId TEXT PRIMARY KEY,
  loginName TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  passwordHash TEXT NOT NULL,
  mustChangePassword INTEGER NOT NULL CHECK (mustChangePassword IN (0, 1)),
  isDisabled INTEGER NOT NULL CHECK (isDisabled IN (0, 1)),
  createdAt REAL NOT NULL,
  lastSeenAt REAL,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE grants (
  operatorId TEXT NOT NULL REFERENCES operators,
  role TEXT NOT NULL,
  areaId TEXT REFERENCES areas
) STRICT;
CREATE UNIQUE INDEX grantsOnce ON grants (operatorId, role, ifnull(areaId, ''));
CREATE INDEX grantsByArea ON grants (areaId);

CREATE TABLE sessions (
  sessionId TEXT PRIMARY KEY,
  tokenSha256 TEXT NOT NULL UNIQUE,
  operatorId TEXT NOT NULL REFERENCES operators,
  createdAt REAL NOT NULL,
  lastSeenAt REAL NOT NULL,
  expiresAt REAL NOT NULL,
  address TEXT NOT NULL,
  userAgent TEXT NOT NULL
) STRICT;
CREATE INDEX sessionsByOperator ON sessions (operatorId);

CREATE TABLE signInAddresses (
  operatorId TEXT NOT NULL REFERENCES operators,
  address TEXT NOT NULL,
  lastAt REAL NOT NULL,
  PRIMARY KEY (operatorId, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE auditEntries (
  auditId INTEGER PRIMARY KEY,
  at REAL NOT NULL,
  operatorId TEXT,
  operatorName TEXT NOT NULL,
  address TEXT NOT NULL,
  act TEXT NOT NULL,
  areaIds TEXT NOT NULL,
  subject TEXT,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX auditEntriesByOperator ON auditEntries (operatorId, auditId);
CREATE INDEX auditEntriesByAct ON auditEntries (act, auditId);
CREATE INDEX auditEntriesBySubject ON auditEntries (subject, auditId);
CREATE TABLE auditEntryAreas (
  areaId TEXT NOT NULL,
  auditId INTEGER NOT NULL REFERENCES auditEntries,
  PRIMARY KEY (areaId, auditId)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER auditEntriesStay BEFORE UPDATE ON auditEntries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER auditEntriesRemain BEFORE DELETE ON auditEntries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`,
}
