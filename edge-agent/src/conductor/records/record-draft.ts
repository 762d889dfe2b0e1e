import type { Evidence } from '@tieng-lang/protocol'
import type { SoundRecord } from '@tieng-lang/scheduler'
import { FRAME_MS } from '../../audio/frame.ts'
import type { PlayoutDraft } from '../../stores/outbox/outbox.ts'
import type { Lost } from '../player.ts'

/** What the device adds to arbitration's record; number, chain and signature come with the outbox. */
export interface DeviceFacts {
  reason: SoundRecord['reason']
  evidence: Evidence
  volumePercent: number
  isClockTrusted: boolean
  lost: Lost
  /** It was to be what a tuner receives, and there is none. */
  lacksTuner: boolean
  /** The act that it came of, where one is known. */
  traceId: string | undefined
}

/** About a syllable: a sound that lost more was not wholly heard. */
const LOST_MS_MAX = 200

/** Arbitration's record in the shape that is signed. */
export function recordDraft(record: SoundRecord, facts: DeviceFacts): PlayoutDraft {
  const { sound } = record
  const { starvedMs, silentMs, mutedMs, missingMs } = facts.lost
  const heardMs = Math.max(0, record.heardMs - starvedMs - silentMs - mutedMs)
  if (sound.relay && record.heardMs > 0 && heardMs < FRAME_MS)
    return recordDraft(unheard(record), nothingOf(facts))
  const { startedAt } = record
  const wasHeard = startedAt !== null
  const { lacksTuner } = facts
  const isCut =
    record.outcome === 'heard' && (lacksTuner || starvedMs + silentMs + mutedMs + missingMs > LOST_MS_MAX)
  return {
    occurrenceId: sound.soundId,
    broadcastId: sound.broadcastId,
    priority: sound.priority,
    mediaSha256: sound.mediaSha256,
    planRevision: sound.planRevision,
    outcome: isCut ? 'partlyHeard' : record.outcome,
    reason: isCut ? whyCut(facts) : facts.reason,
    evidence: wasHeard ? facts.evidence : 'none',
    dueAt: sound.dueAt,
    receivedAt: null,
    startedAt,
    endedAt: record.endedAt,
    askedMs: record.askedMs + missingMs,
    heardMs,
    volumePercent: wasHeard ? facts.volumePercent : null,
    interruptions: record.interruptions,
    isClockTrusted: facts.isClockTrusted,
    ...(facts.traceId !== undefined && { traceId: facts.traceId }),
  }
}

function whyCut({
  lacksTuner,
  lost: { starvedMs, silentMs, mutedMs, missingMs },
}: DeviceFacts): SoundRecord['reason'] {
  if (lacksTuner) return 'noTuner'
  if (missingMs > 0) return 'audioMissing'
  if (silentMs > Math.max(mutedMs, starvedMs)) return 'sourceSilent'
  return mutedMs > starvedMs ? 'joinedLate' : 'outputStarved'
}

/** A relay whose station never came, with nothing to say in its place: its time passed in silence. */
function unheard(record: SoundRecord): SoundRecord {
  return { ...record, outcome: 'notHeard', startedAt: null, endedAt: null, heardMs: 0 }
}

function nothingOf(facts: DeviceFacts): DeviceFacts {
  const lost = { starvedMs: 0, silentMs: 0, mutedMs: 0, missingMs: 0 }
  return { ...facts, reason: facts.reason ?? (facts.lacksTuner ? 'noTuner' : 'sourceSilent'), lost }
}
