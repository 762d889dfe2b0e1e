import type { AreaAnswer, AreaId } from '@tieng-lang/protocol/browser'

/** A commune has five digits in QĐ 19/2025, a province two. */
const COMMUNE_CODE_DIGITS = 5

/**
 * The commune that an area lies in: the nearest area, itself included, with a commune's code. Where nothing above has
 * one, the area stands for itself. Each area is looked up once.
 */
export function communeFinder(areas: readonly AreaAnswer[]): (areaId: AreaId) => AreaAnswer | undefined {
  const byId = new Map(areas.map((area) => [area.areaId, area]))
  const found = new Map<AreaId, AreaAnswer | undefined>()
  return (areaId) => {
    if (!found.has(areaId)) found.set(areaId, nearestCommune(byId, areaId))
    return found.get(areaId)
  }
}

function nearestCommune(byId: ReadonlyMap<AreaId, AreaAnswer>, areaId: AreaId): AreaAnswer | undefined {
  let at = byId.get(areaId)
  for (let steps = 0; at && steps < byId.size; steps += 1) {
    if (at.code?.length === COMMUNE_CODE_DIGITS) return at
    at = at.parentId === null ? undefined : byId.get(at.parentId)
  }
  return byId.get(areaId)
}
