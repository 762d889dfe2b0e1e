import type { ClusterId } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useAreas, useOverview } from '../../api/queries.ts'

/** A cluster's name with that of its area: every commune has its "Thôn Trung". */
export function useClusterNames(): (clusterId: ClusterId) => string {
  const { data: overview } = useOverview()
  const { data: areas } = useAreas()
  return useMemo(() => {
    const areaNames = new Map(areas?.map(({ areaId, name }) => [areaId, name]))
    const names = new Map(
      overview?.clusters.map(({ clusterId, name, areaId }) => [
        clusterId,
        [name, areaNames.get(areaId)].filter(Boolean).join(', '),
      ]),
    )
    return (clusterId) => names.get(clusterId) ?? clusterId
  }, [overview, areas])
}
