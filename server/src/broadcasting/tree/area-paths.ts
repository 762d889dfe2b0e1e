import { type AreaId, type ClusterId, CodedError } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import {
  type AreaPathLeft,
  allPathsLeft,
  listMovingClusters,
  listPathsLeft,
  removePathsLeft,
} from '../../storage/tree/area-paths-left.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import type { Cluster } from '../../storage/tree/clusters.ts'
import type { Services } from '../services.ts'

/**
 * Every path, from the root down, on which a cluster may listen now, the one it stands on first. A cluster that moves
 * listens to both until its new config is acknowledged (DESIGN §3): whatever is addressed to an area must count it in
 * wherever any of these paths holds that area. Plans follow the first path alone.
 */
export function areaPathsOf(
  database: Database,
  cluster: Pick<Cluster, 'clusterId' | 'areaId' | 'toldAreaPath' | 'device'>,
): AreaId[][] {
  const present = areaTree(database).idPathOf(cluster.areaId)
  return withPathsLeft(present, cluster, cluster.device ? listPathsLeft(database, cluster.clusterId) : [])
}

function withPathsLeft(
  present: AreaId[],
  cluster: Pick<Cluster, 'toldAreaPath' | 'device'>,
  pathsLeft: readonly AreaPathLeft[],
): AreaId[][] {
  if (!cluster.device) return [present]
  const left = pathsLeft.map(({ areaPath }) => areaPath)
  const all = [present, ...left, ...(cluster.toldAreaPath ? [cluster.toldAreaPath] : [])]
  return [...new Map(all.map((path) => [path.join('/'), path])).values()]
}

/**
 * Tells of many clusters the area that each leaves, until it has acknowledged that; null where it stays in its own. What
 * they leave is read in one statement.
 */
export function movingFromReader(database: Database): (cluster: Cluster) => AreaId | null {
  const tree = areaTree(database)
  const left = allPathsLeft(database)
  return (cluster) =>
    areaLeft(
      cluster,
      withPathsLeft(tree.idPathOf(cluster.areaId), cluster, left.get(cluster.clusterId) ?? []),
    )
}

/** The same of one cluster. */
export function movingFromAreaId(database: Database, cluster: Cluster): AreaId | null {
  return areaLeft(cluster, areaPathsOf(database, cluster))
}

function areaLeft(cluster: Cluster, [, ...others]: readonly AreaId[][]): AreaId | null {
  return others.map((path) => path.at(-1)).find((areaId) => areaId !== cluster.areaId) ?? null
}

/** A cluster holds a config of this revision: what it left before, it does not hear any more. */
export function noteConfigHeld(
  { database, reports, updates }: Pick<Services, 'database' | 'reports' | 'updates'>,
  clusterId: ClusterId,
  revision: number,
): void {
  try {
    if (!removePathsLeft(database, clusterId, revision)) return
    updates.changed('clusters', clusterId)
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause
    // The acknowledgement itself is kept in the reports: `finishMoves` reads it again.
    reports.count(clusterId, 'moveNotFinished', `${cause.code}: ${cause.message}`)
  }
}

/** What could not be written when the acknowledgement came is written now; at start and every hour. */
export function finishMoves(services: Pick<Services, 'database' | 'reports' | 'updates'>): void {
  const { database, reports } = services
  for (const clusterId of listMovingClusters(database)) {
    const held = reports.find(clusterId, 'configHeld')
    if (held) noteConfigHeld(services, clusterId, held.revision)
  }
}
