import type { AreaAnswer, ClusterAnswer, ClusterState, Place } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useAreas, useClusters, useOverview } from '../../api/queries.ts'
import { areasWithin } from '../places/area-tree.ts'

interface Known {
  areas: readonly AreaAnswer[]
  /** For the zones of each; needed for a zone alone. */
  clusters: readonly ClusterAnswer[]
}

/** Which of these clusters an order to a place goes to, as far as this page knows. */
export function clustersAt(
  states: readonly ClusterState[],
  place: Place | null,
  { areas, clusters }: Known,
): ClusterState[] {
  if (place === null) return []
  if ('clusterId' in place) return states.filter(({ clusterId }) => clusterId === place.clusterId)
  if ('areaId' in place) {
    const within = areasWithin(areas, place.areaId)
    return states.filter(({ areaId }) => within.has(areaId))
  }
  const inZone = clusters.filter(({ settings }) => settings.zones.includes(place.zoneId))
  const ids = new Set(inZone.map(({ clusterId }) => clusterId))
  return states.filter(({ clusterId }) => ids.has(clusterId))
}

/** The same, kept fresh by live updates; empty until everything is loaded. */
export function useClustersAt(place: Place | null): ClusterState[] {
  const { data: overview } = useOverview()
  const { data: areas } = useAreas()
  const { data: clusters } = useClusters()
  return useMemo(
    () => clustersAt(overview?.clusters ?? [], place, { areas: areas ?? [], clusters: clusters ?? [] }),
    [overview, areas, clusters, place],
  )
}
