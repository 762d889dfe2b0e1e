import type { Migration } from './migrate.ts'

/** A live session that is a planned relay: of which sound, and with what priority it takes the loudspeaker. */
export const relays: Migration = {
  number: 21,
  name: 'relays',
  sql: `
ALTER TABLE liveSessions ADD COLUMN priority TEXT NOT NULL DEFAULT 'announcement'
  CHECK (priority IN ('announcement', 'priority', 'routine'));
ALTER TABLE liveSessions ADD COLUMN occurrenceId TEXT;
CREATE INDEX liveSessionsByOccurrence ON liveSessions (occurrenceId) WHERE occurrenceId IS NOT NULL;
`,
}
