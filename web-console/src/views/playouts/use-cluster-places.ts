import type { ClusterId } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useAreas, useOverview } from '../../api/queries.ts'
import { communeFinder } from '../../components/places/communes.ts'

/** The name of a cluster and its commune, for lists that hold ids alone. */
export function useClusterPlaces() {
  const { data: overview } = useOverview()
  const { data: areas } = useAreas()
  return useMemo(() => {
    const communeOf = communeFinder(areas ?? [])
    const clusters = new Map(overview?.clusters.map((state) => [state.clusterId, state]))
    return (clusterId: ClusterId) => {
      const state = clusters.get(clusterId)
      const commune = state && communeOf(state.areaId)
      return {
        name: state?.name ?? clusterId,
        communeId: commune?.areaId ?? '',
        communeName: commune?.name ?? '',
      }
    }
  }, [overview?.clusters, areas])
}
