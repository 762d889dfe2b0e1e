import { type AreaId, type ClusterId, CodedError } from '@tieng-lang/protocol'
import { findArea, findAreaPath } from '../storage/areas.ts'
import { type Cluster, findCluster, listClusters } from '../storage/clusters.ts'
import type { Database } from '../storage/database.ts'

/** The cluster of this id, or every cluster below the area of this id. Throws `clusterNotFound` where it is neither. */
export function clustersAt(database: Database, place: ClusterId | AreaId): Cluster[] {
  const cluster = findCluster(database, place)
  if (cluster) return [cluster]
  if (!findArea(database, place))
    throw new CodedError('clusterNotFound', `no cluster and no area is ${place}`)
  return listClusters(database).filter(({ areaId }) =>
    findAreaPath(database, areaId).some((area) => area.areaId === place),
  )
}

/** Throws `clusterNotFound`. */
export function clusterAt(database: Database, clusterId: ClusterId): Cluster {
  const cluster = findCluster(database, clusterId)
  if (!cluster) throw new CodedError('clusterNotFound', `no cluster is ${clusterId}`)
  return cluster
}
