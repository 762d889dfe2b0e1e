import type { AreaAnswer, AreaId, ClusterState } from '@tieng-lang/protocol/browser'
import { areaLines } from '../../components/places/area-tree.ts'
import { communeFinder } from '../../components/places/communes.ts'

export interface StopPlace {
  areaId: AreaId
  name: string
}

interface Known {
  areas: readonly AreaAnswer[]
  states: readonly ClusterState[]
  mayStop: (areaId: AreaId) => boolean
}

/**
 * Where one press may stop: the topmost areas of this person, then the communes in which something sounds. The first is
 * what a dialog begins with: where somebody has several tops, one in which something sounds.
 */
export function stopPlaces({ areas, states, mayStop }: Known): StopPlace[] {
  const mine = areaLines(areas).filter(({ area }) => mayStop(area.areaId))
  const ids = new Set(mine.map(({ area }) => area.areaId))
  const tops = mine.filter(({ area }) => area.parentId === null || !ids.has(area.parentId))
  const communeOf = communeFinder(areas)
  const sounding = new Map<AreaId, string>()
  for (const { playing, areaId } of states) {
    const commune = playing && mayStop(areaId) ? communeOf(areaId) : undefined
    if (commune) sounding.set(commune.areaId, commune.name)
  }
  const topPlaces = tops
    .map(({ area: { areaId, name } }) => ({ areaId, name }))
    .sort((a, b) => Number(sounding.has(b.areaId)) - Number(sounding.has(a.areaId)))
  const rest = [...sounding].filter(([areaId]) => !tops.some(({ area }) => area.areaId === areaId))
  return [...topPlaces, ...rest.map(([areaId, name]) => ({ areaId, name }))]
}
