import type { AreaAnswer, AreaId, ClusterState } from '@tieng-lang/protocol/browser'
import { troublesOf } from '../../../components/cluster-state/cluster-condition.ts'
import { areasWithin } from '../../../components/places/area-tree.ts'
import { communeFinder } from '../../../components/places/communes.ts'
import { withoutMarks } from '../../../components/without-marks.ts'

export interface ClusterFilter {
  /** Null = everywhere. */
  areaId: AreaId | null
  search: string
  isTroubledOnly: boolean
}

export const NO_FILTER: ClusterFilter = { areaId: null, search: '', isTroubledOnly: false }

/** The clusters that a person asks for; every word of the search must be in the name of the cluster or commune. */
export function filterClusters(
  states: readonly ClusterState[],
  areas: readonly AreaAnswer[],
  { areaId, search, isTroubledOnly }: ClusterFilter,
): readonly ClusterState[] {
  const within = areaId === null ? null : areasWithin(areas, areaId)
  const words = withoutMarks(search).split(/\s+/).filter(Boolean)
  const communeOf = communeFinder(areas)
  const hasWords = (state: ClusterState) => {
    const text = withoutMarks(`${state.name} ${communeOf(state.areaId)?.name ?? ''}`)
    return words.every((word) => text.includes(word))
  }
  return states.filter(
    (state) =>
      (!within || within.has(state.areaId)) &&
      (words.length === 0 || hasWords(state)) &&
      (!isTroubledOnly || troublesOf(state).length > 0),
  )
}
