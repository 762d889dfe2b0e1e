import type { Migration } from './migrate.ts'

/**
 * Systems that may send CAP messages, each with a token of its own, and every message that they sent: once each, by
 * sender, identifier and time, with what became of it. A removed sender keeps its line, for its messages name it.
 */
export const capSenders: Migration = {
  number: 13,
  name: 'cap senders',
  sql: `
CREATE TABLE capSenders (
  capSenderId TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  tokenSha256 TEXT UNIQUE,
  senders TEXT NOT NULL,
  areaIds TEXT NOT NULL,
  policies TEXT NOT NULL,
  perMinuteMax INTEGER NOT NULL,
  createdAt REAL NOT NULL,
  createdBy TEXT NOT NULL,
  lastSeenAt REAL,
  removedAt REAL
) STRICT;
CREATE UNIQUE INDEX capSendersByName ON capSenders (name) WHERE removedAt IS NULL;

CREATE TABLE capMessages (
  messageId TEXT PRIMARY KEY,
  capSenderId TEXT NOT NULL REFERENCES capSenders,
  sender TEXT NOT NULL,
  identifier TEXT NOT NULL,
  sentAt REAL NOT NULL,
  sha256 TEXT NOT NULL,
  alert TEXT NOT NULL,
  place TEXT NOT NULL,
  receivedAt REAL NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('waiting', 'activated', 'accepted', 'declined', 'superseded', 'withdrawn', 'noted')),
  why TEXT,
  emergencyId TEXT,
  decidedBy TEXT,
  decidedAt REAL,
  note TEXT
) STRICT;
CREATE UNIQUE INDEX capMessagesByName ON capMessages (capSenderId, sender, identifier, sentAt);
CREATE INDEX capMessagesByTime ON capMessages (receivedAt, messageId);
CREATE INDEX capMessagesWaiting ON capMessages (capSenderId, receivedAt) WHERE state = 'waiting';
`,
}
