import { DAY_MS, type Emergency, type LiveSession } from '@tieng-lang/protocol'
import type { Sound } from '@tieng-lang/scheduler'

/**
 * A live voice as arbitration takes it. Where it belongs to an emergency that is active here it has the rights of that;
 * it is newer than the warning itself, so it is heard at once.
 */
export function liveSound(
  session: LiveSession,
  emergency: Emergency | undefined,
  soundId = session.sessionId,
): Sound {
  const { sessionId, startedAt } = session
  return {
    soundId,
    broadcastId: sessionId,
    priority: emergency ? 'emergency' : 'announcement',
    dueAt: startedAt,
    slotAt: startedAt,
    order: 0,
    durationMs: null,
    // It can be joined as long as it lasts.
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
