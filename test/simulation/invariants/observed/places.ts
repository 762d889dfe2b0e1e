import type { ClusterConfig, ClusterId, Place, ProgrammeTargets } from '@tieng-lang/protocol'
import type { WireTap } from './wire-tap.ts'

/** Where a cluster stands in the tree. */
export type Standpoint = Pick<ClusterConfig, 'areaPath' | 'zones'> & { clusterId: ClusterId }

/** By what the server told the cluster of itself last before `at` (true time); undefined before it told anything. */
export function standpointAt(tap: WireTap, clusterId: ClusterId, at: number): Standpoint | undefined {
  const told = tap.of(clusterId).configs.findLast(({ publishedAt }) => publishedAt <= at)?.body
  return told && { clusterId, areaPath: told.areaPath, zones: told.zones }
}

/** Whether what is aimed at the targets is meant for a cluster that stands there. */
export function reaches({ areas, zones, clusters }: ProgrammeTargets, at: Standpoint): boolean {
  return (
    clusters.includes(at.clusterId) ||
    areas.some((areaId) => at.areaPath.includes(areaId)) ||
    zones.some((zoneId) => at.zones.includes(zoneId))
  )
}

/** Whether an order for a place is one for a cluster that stands there. */
export function concerns(place: Place, at: Standpoint): boolean {
  if ('clusterId' in place) return place.clusterId === at.clusterId
  return 'zoneId' in place ? at.zones.includes(place.zoneId) : at.areaPath.includes(place.areaId)
}
