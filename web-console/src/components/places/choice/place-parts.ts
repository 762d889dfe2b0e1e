import type { Place } from '@tieng-lang/protocol/browser'
import { useCallback } from 'react'
import { useAreas, useClusters, useZones } from '../../../api/queries.ts'

/** What is put together of areas, zones and clusters; it may have more. */
export interface Choosable {
  areas: string[]
  zones: string[]
  clusters: string[]
}

/** One chosen part of a place, with its name and how the place looks without it. */
export interface PlacePart<Chosen> {
  key: string
  name: string
  without: Chosen
}

/** Splits a place into its named parts. */
export function usePlaceParts(): <Chosen extends Choosable>(place: Chosen) => PlacePart<Chosen>[] {
  const { data: areas } = useAreas()
  const { data: zones } = useZones()
  const { data: clusters } = useClusters()
  return useCallback(
    (place) => {
      const part = (kind: keyof Choosable, id: string, name: string | undefined) => ({
        key: `${kind} ${id}`,
        name: name ?? id,
        without: { ...place, [kind]: place[kind].filter((each) => each !== id) },
      })
      return [
        ...place.areas.map((id) => part('areas', id, areas?.find(({ areaId }) => areaId === id)?.name)),
        ...place.zones.map((id) => part('zones', id, zones?.find(({ zoneId }) => zoneId === id)?.name)),
        ...place.clusters.map((id) =>
          part('clusters', id, clusters?.find(({ clusterId }) => clusterId === id)?.name),
        ),
      ]
    },
    [areas, zones, clusters],
  )
}

/** The place with one more part. */
export function withPlace<Chosen extends Choosable>(place: Chosen, chosen: Place): Chosen {
  if ('areaId' in chosen) return { ...place, areas: withOne(place.areas, chosen.areaId) }
  if ('zoneId' in chosen) return { ...place, zones: withOne(place.zones, chosen.zoneId) }
  return { ...place, clusters: withOne(place.clusters, chosen.clusterId) }
}

/** The ids with this one where it was not among them, else without it. */
export function turned(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]
}

function withOne(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? [...ids] : [...ids, id]
}
