import type { AreaAnswer, ClusterAnswer, LivePlace } from '@tieng-lang/protocol/browser'
import { areasWithin } from '../../../components/places/area-tree.ts'

/** The clusters that a place means, as far as this page knows: of its areas and all below, its zones, and those named. */
export function clustersIn(
  { areas, zones, clusters }: LivePlace,
  known: { areas: readonly AreaAnswer[]; clusters: readonly ClusterAnswer[] },
): ClusterAnswer[] {
  const within = new Set(areas.flatMap((areaId) => [...areasWithin(known.areas, areaId)]))
  return known.clusters.filter(
    ({ clusterId, areaId, settings }) =>
      within.has(areaId) ||
      clusters.includes(clusterId) ||
      settings.zones.some((zoneId) => zones.includes(zoneId)),
  )
}
