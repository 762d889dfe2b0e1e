import type { LiveSessionLine } from '@tieng-lang/protocol'
import type { StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import type { LiveRun } from '../following/live-run.ts'

/** As the list shows it; `run` is what is known of it while it is on air. */
export function liveLine(session: StoredLiveSession, run: LiveRun | undefined): LiveSessionLine {
  const { sessionId, title, state, speaker, startedAt, endedAt, endedBecause, delay, emergencyId } = session
  const { clusterIds, silenced, occurrenceId } = session
  const isOpen = state !== 'ended'
  return {
    ...{ sessionId, title, state, speaker, startedAt, endedAt, endedBecause, delay },
    ...{ emergencyId, occurrenceId },
    clusterCount: clusterIds.filter((clusterId) => !silenced.includes(clusterId)).length,
    soundingCount: isOpen ? (run?.book.soundingCount() ?? 0) : 0,
  }
}
