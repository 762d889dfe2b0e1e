import type { AreaAnswer, AreaId, ClusterAnswer, ProgrammeTargets, Zone } from '@tieng-lang/protocol/browser'
import { areasWithin } from '../../../components/places/area-tree.ts'

/** The clusters that targets reach, as far as they may be seen here: in the areas, in the zones, and by name. */
export function reachedClusters<Cluster extends Pick<ClusterAnswer, 'clusterId' | 'areaId' | 'settings'>>(
  targets: ProgrammeTargets,
  { areas, clusters }: { areas: readonly AreaAnswer[]; clusters: readonly Cluster[] },
): Cluster[] {
  const within = new Set(targets.areas.flatMap((areaId) => [...areasWithin(areas, areaId)]))
  return clusters.filter(
    ({ clusterId, areaId, settings }) =>
      within.has(areaId) ||
      targets.clusters.includes(clusterId) ||
      settings.zones.some((zone) => targets.zones.includes(zone)),
  )
}

/** The area of everything that is named: a right must be held on each. */
export function areasOfTargets(
  targets: ProgrammeTargets,
  { zones, clusters }: { zones: readonly Zone[]; clusters: readonly ClusterAnswer[] },
): AreaId[] {
  const ofZones = zones.filter(({ zoneId }) => targets.zones.includes(zoneId))
  const ofClusters = clusters.filter(({ clusterId }) => targets.clusters.includes(clusterId))
  return [...new Set([...targets.areas, ...[...ofZones, ...ofClusters].map(({ areaId }) => areaId)])]
}
