import type { AreaAnswer, AreaId, ClusterState } from '@tieng-lang/protocol/browser'
import { conditionOf, troublesOf } from '../../../components/cluster-state/cluster-condition.ts'
import { communeFinder } from '../../../components/places/communes.ts'

/** The clusters of one commune, with the numbers of its summary line. */
export interface ClusterGroup {
  areaId: AreaId
  /** Null: an area that is not known here. */
  name: string | null
  clusters: ClusterState[]
  readyCount: number
  playingCount: number
  troubledCount: number
}

/** Clusters by commune; communes and clusters sorted as Vietnamese sorts names, numbers as numbers. */
export function groupByCommune(
  states: readonly ClusterState[],
  areas: readonly AreaAnswer[],
): ClusterGroup[] {
  const communeOf = communeFinder(areas)
  const groups = new Map<AreaId, ClusterGroup>()
  for (const state of states) {
    const commune = communeOf(state.areaId)
    const areaId = commune?.areaId ?? state.areaId
    const group = groups.get(areaId) ?? emptyGroup(areaId, commune?.name ?? null)
    groups.set(areaId, group)
    group.clusters.push(state)
    count(group, state)
  }
  for (const { clusters } of groups.values()) clusters.sort((a, b) => byName(a.name, b.name))
  return [...groups.values()].sort((a, b) => byName(a.name ?? '', b.name ?? ''))
}

function emptyGroup(areaId: AreaId, name: string | null): ClusterGroup {
  return { areaId, name, clusters: [], readyCount: 0, playingCount: 0, troubledCount: 0 }
}

function count(group: ClusterGroup, state: ClusterState): void {
  if (conditionOf(state) === 'playing') group.playingCount += 1
  if (troublesOf(state).length > 0) group.troubledCount += 1
  else group.readyCount += 1
}

/** One collator for all: `localeCompare` would make one for each pair. */
const { compare: byName } = new Intl.Collator('vi', { numeric: true })
