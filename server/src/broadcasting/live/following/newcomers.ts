import type { ClusterId } from '@tieng-lang/protocol'
import { recordAct } from '../../../access/audit.ts'
import { THE_SERVER } from '../../../access/principal.ts'
import { type LiveCluster, listLiveClustersIn } from '../../../storage/live/live-clusters.ts'
import type { StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import type { Services } from '../../services.ts'
import type { LiveRun } from './live-run.ts'

/**
 * Clusters that were put into its areas since it began: who asked for an area asked for all of it. None of a relay, which
 * is heard where the plan has it.
 */
export function newcomers(
  { database }: Pick<Services, 'database'>,
  { session }: Pick<LiveRun, 'session'>,
): LiveCluster[] {
  if (session.occurrenceId !== null) return []
  const tree = areaTree(database)
  const below = session.targets.areas.flatMap((areaId) => tree.idsBelow(areaId))
  const known = new Set([...session.clusterIds, ...session.silenced])
  return listLiveClustersIn(database, below).filter(({ clusterId }) => !known.has(clusterId))
}

/** Nobody has chosen them: the audit log says who came to be addressed, and when. Belongs into the transaction of it. */
export function recordNewcomers(
  { clock, database }: Pick<Services, 'clock' | 'database'>,
  { sessionId, areaIds, title }: StoredLiveSession,
  clusterIds: readonly ClusterId[],
): void {
  const act = { at: clock.now(), by: THE_SERVER, act: 'live.reach', areaIds, subject: sessionId }
  recordAct(database, { ...act, detail: { title, clusterIds } })
}
