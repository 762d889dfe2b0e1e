import type { PlayoutDraft } from '../../../src/stores/outbox/outbox.ts'
import { START_AT } from '../../sealing.ts'

/** A second of a routine item, heard whole: the first of broadcast `name`. */
export const sampleDraft = (name: string): PlayoutDraft => ({
  occurrenceId: `${name}/item/1`,
  broadcastId: name,
  priority: 'routine',
  mediaSha256: null,
  planRevision: 1,
  outcome: 'heard',
  reason: null,
  evidence: 'none',
  dueAt: START_AT,
  receivedAt: null,
  startedAt: START_AT,
  endedAt: START_AT,
  askedMs: 1_000,
  heardMs: 1_000,
  volumePercent: 60,
  interruptions: 0,
  isClockTrusted: true,
})
