import {
  type AreaId,
  type ClusterId,
  type ClusterStateAnswer,
  CodedError,
  type Grant,
  type OverviewAnswer,
} from '@tieng-lang/protocol'
import { visibleAreas } from '../access/visible-areas.ts'
import { listPlayoutGaps } from '../storage/playouts/playout-progress.ts'
import { areaTree } from '../storage/tree/area-tree.ts'
import type { Services } from './services.ts'

/** Every cluster that these grants let look at, by name; only those below one area where one is given. */
export function overviewOf(services: Services, grants: readonly Grant[], areaId?: AreaId): OverviewAnswer {
  const { board, clock, database, link } = services
  const visible = visibleAreas(database, grants)
  const wanted = areaId === undefined ? visible.areaIds : areaTree(database).idsBelow(areaId)
  const areaIds = new Set([...wanted].filter((each) => visible.areaIds.has(each)))
  return {
    at: clock.now(),
    isBrokerConnected: link.isConnected(),
    storage: database.storage(),
    clusters: board.list(areaIds),
  }
}

/** Throws `clusterNotFound`. */
export function clusterStateWithHealth(
  { board, database, reports }: Services,
  clusterId: ClusterId,
): ClusterStateAnswer {
  const state = board.find(clusterId)
  if (!state) throw new CodedError('clusterNotFound', `no cluster is ${clusterId}`)
  const report = reports.find(clusterId, 'health')
  const gaps = listPlayoutGaps(database, clusterId)
  if (!report) return { ...state, gaps, health: null }
  const { receivedAt: _, ...health } = report
  return { ...state, gaps, health }
}
