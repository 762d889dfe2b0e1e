import { type AreaId, type ClusterId, CodedError, type Id } from '@tieng-lang/protocol'
import type { Database } from '../storage/database.ts'
import { areaTree } from '../storage/tree/area-tree.ts'
import type { Area } from '../storage/tree/areas.ts'
import { type Cluster, findCluster, listClustersBelow, listClustersOfZone } from '../storage/tree/clusters.ts'
import { findZone, type StoredZone } from '../storage/tree/zones.ts'

/** The cluster, the members of the zone, or all below the area of this id. Throws `clusterNotFound` where it is none. */
export function clustersAt(database: Database, place: ClusterId | AreaId | Id): Cluster[] {
  const cluster = findCluster(database, place)
  if (cluster) return [cluster]
  if (findZone(database, place)) return listClustersOfZone(database, place)
  if (!areaTree(database).find(place))
    throw new CodedError('clusterNotFound', `no cluster, zone or area is ${place}`)
  return listClustersBelow(database, place)
}

/** Throws `clusterNotFound`. */
export function clusterAt(database: Database, clusterId: ClusterId): Cluster {
  const cluster = findCluster(database, clusterId)
  if (!cluster) throw new CodedError('clusterNotFound', `no cluster is ${clusterId}`)
  return cluster
}

/** Throws `areaNotFound`. */
export function areaAt(database: Database, areaId: AreaId): Area {
  const area = areaTree(database).find(areaId)
  if (!area) throw new CodedError('areaNotFound', `no area is ${areaId}`)
  return area
}

/** Throws `zoneNotFound`. */
export function zoneAt(database: Database, zoneId: Id): StoredZone {
  const zone = findZone(database, zoneId)
  if (!zone) throw new CodedError('zoneNotFound', `no zone is ${zoneId}`)
  return zone
}
