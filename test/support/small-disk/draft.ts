import type { PlayoutDraft } from '../../../edge-agent/src/stores/outbox/outbox.ts'

/** A record of a sound that was heard. */
export function draft(broadcastId: string): PlayoutDraft {
  return {
    ...{ occurrenceId: `${broadcastId}/item/1`, broadcastId, priority: 'routine', mediaSha256: null },
    ...{ planRevision: 1, outcome: 'heard', reason: null, evidence: 'none' },
    ...{ dueAt: 1_000, receivedAt: null, startedAt: 1_000, endedAt: 2_000, askedMs: 1_000, heardMs: 1_000 },
    ...{ volumePercent: 60, interruptions: 0, isClockTrusted: true },
  }
}
