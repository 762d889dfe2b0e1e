import type { Migration } from './migrate.ts'

/**
 * The sounds that the program has made for emergencies, which approved bulletins say an event's message in place of
 * its voice, and the PIN with which a person activates an emergency. An event or language of '' is none, an area of ''
 * everywhere.
 */
export const emergencyKit: Migration = {
  number: 12,
  name: 'emergency kit',
  sql: `
CREATE TABLE pins (
  operatorId TEXT PRIMARY KEY REFERENCES operators,
  pinHash TEXT NOT NULL,
  wrongTries INTEGER NOT NULL DEFAULT 0,
  lockedUntil REAL,
  changedAt REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE kitSounds (
  role TEXT NOT NULL,
  event TEXT NOT NULL,
  language TEXT NOT NULL,
  recipe TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  durationMs REAL NOT NULL,
  sizeBytes INTEGER NOT NULL,
  madeAt REAL NOT NULL,
  PRIMARY KEY (role, event, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE emergencyMessages (
  areaId TEXT NOT NULL,
  event TEXT NOT NULL,
  language TEXT NOT NULL,
  bulletinId TEXT NOT NULL REFERENCES bulletins,
  assignedBy TEXT NOT NULL,
  assignedAt REAL NOT NULL,
  PRIMARY KEY (areaId, event, language)
) STRICT, WITHOUT ROWID;
CREATE INDEX emergencyMessagesByBulletin ON emergencyMessages (bulletinId);
CREATE TRIGGER emergencyMessagesOfArea AFTER DELETE ON areas
  BEGIN DELETE FROM emergencyMessages WHERE areaId = OLD.areaId; END;
`,
}
