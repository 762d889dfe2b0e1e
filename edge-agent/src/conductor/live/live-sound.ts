import { DAY_MS, type Emergency, type LiveSession } from '@tieng-lang/protocol'
import type { Sound } from '@tieng-lang/scheduler'

/** By what name arbitration and records know a session, unless it expired here and came back. */
export function soundIdOf({ sessionId, occurrenceId }: LiveSession): string {
  return occurrenceId ?? sessionId
}

/**
 * A live session as arbitration takes it. Where it belongs to an emergency that is active here it has the rights of that;
 * it is newer than the warning itself, so it is heard at once.
 */
export function liveSound(
  session: LiveSession,
  emergency: Emergency | undefined,
  soundId = soundIdOf(session),
): Sound {
  const { sessionId, occurrenceId, startedAt } = session
  const [broadcastId = sessionId] = occurrenceId?.split('/') ?? []
  return {
    soundId,
    broadcastId,
    priority: emergency ? 'emergency' : session.priority,
    dueAt: startedAt,
    slotAt: startedAt,
    order: 0,
    durationMs: null,
    // A relay can be joined as long as it lasts.
    latenessMsMax: DAY_MS,
    onInterrupted: 'resume',
    mayBeCut: true,
    mediaSha256: null,
    volumePercent: null,
    planRevision: null,
    emergency: emergency ? emergencyFacts(emergency, startedAt) : null,
  }
}

function emergencyFacts(emergency: Emergency, sentAt: number): Sound['emergency'] {
  const { emergencyId, edition, status, severity, expiresAt } = emergency
  return {
    ...{ emergencyId, edition, status, severity, expiresAt, sentAt },
    ...{ repeat: 0, isFirst: true, isLocal: false },
  }
}
