import type { ProgrammeTargets } from '@tieng-lang/protocol/browser'
import { useAreas, useClusters, useZones } from '../../../../api/queries.ts'

export type TargetKind = keyof ProgrammeTargets

/** The name of a target; what I may not see, or is no longer there, keeps its id. */
export function useTargetNames() {
  const { data: areas = [] } = useAreas()
  const { data: zones = [] } = useZones()
  const { data: clusters = [] } = useClusters()
  return (kind: TargetKind, id: string): string => {
    if (kind === 'areas') return areas.find(({ areaId }) => areaId === id)?.name ?? id
    if (kind === 'zones') return zones.find(({ zoneId }) => zoneId === id)?.name ?? id
    return clusters.find(({ clusterId }) => clusterId === id)?.name ?? id
  }
}
