import type { Place } from '@tieng-lang/protocol/browser'
import { useAreas, useClusters } from '../api/queries.ts'
import { areasWithin } from '../components/area-tree.ts'

/** How many clusters an order to this place goes to, as far as this page knows; the answer says it exactly. */
export function useClusterCount(place: Place | null): number {
  const { data: areas = [] } = useAreas()
  const { data: clusters = [] } = useClusters()
  if (place === null) return 0
  if ('clusterId' in place) return 1
  if ('zoneId' in place)
    return clusters.filter(({ settings }) => settings.zones.includes(place.zoneId)).length
  const within = areasWithin(areas, place.areaId)
  return clusters.filter(({ areaId }) => within.has(areaId)).length
}
