import type { Evidence } from '@tieng-lang/protocol'
import type { SoundRecord } from '@tieng-lang/scheduler'
import type { PlayoutDraft } from '../stores/outbox.ts'

/** What the device adds to arbitration's record; number, chain and signature come with the outbox. */
export interface DeviceFacts {
  reason: SoundRecord['reason']
  evidence: Evidence
  volumePercent: number
  isClockTrusted: boolean
}

/** Arbitration's record in the shape that is signed. */
export function recordDraft(record: SoundRecord, facts: DeviceFacts): PlayoutDraft {
  const { sound, startedAt } = record
  const wasHeard = startedAt !== null
  return {
    occurrenceId: sound.soundId,
    broadcastId: sound.broadcastId,
    priority: sound.priority,
    mediaSha256: sound.mediaSha256,
    planRevision: sound.planRevision,
    outcome: record.outcome,
    reason: facts.reason,
    evidence: wasHeard ? facts.evidence : 'none',
    dueAt: sound.dueAt,
    receivedAt: null,
    startedAt,
    endedAt: record.endedAt,
    askedMs: record.askedMs,
    heardMs: record.heardMs,
    volumePercent: wasHeard ? facts.volumePercent : null,
    interruptions: record.interruptions,
    isClockTrusted: facts.isClockTrusted,
  }
}
