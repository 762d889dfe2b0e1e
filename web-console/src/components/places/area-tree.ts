import type { AreaAnswer, AreaId } from '@tieng-lang/protocol/browser'

export interface AreaLine {
  area: AreaAnswer
  /** 0 for what has no parent that I may see. */
  depth: number
}

/** Areas in the order of the tree, names sorted as Vietnamese sorts them. A parent that is not there counts as none. */
export function areaLines(areas: readonly AreaAnswer[]): AreaLine[] {
  const known = new Set(areas.map(({ areaId }) => areaId))
  const children = new Map<AreaId | null, AreaAnswer[]>()
  for (const area of areas) {
    const parentId = area.parentId !== null && known.has(area.parentId) ? area.parentId : null
    children.set(parentId, [...(children.get(parentId) ?? []), area])
  }
  const below = (parentId: AreaId | null, depth: number): AreaLine[] =>
    (children.get(parentId) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
      .flatMap((area) => [{ area, depth }, ...below(area.areaId, depth + 1)])
  return below(null, 0)
}

/** The areas above an area and itself, from the root down. */
export function areaPathOf(areas: readonly AreaAnswer[], areaId: AreaId): AreaId[] {
  const byId = new Map(areas.map((area) => [area.areaId, area]))
  const path: AreaId[] = []
  for (let at = byId.get(areaId); at && path.length < byId.size; at = byId.get(at.parentId ?? ''))
    path.unshift(at.areaId)
  return path
}

/** The area and everything below it. */
export function areasWithin(areas: readonly AreaAnswer[], areaId: AreaId): Set<AreaId> {
  const within = new Set([areaId])
  for (let sizeBefore = 0; sizeBefore < within.size; ) {
    sizeBefore = within.size
    for (const area of areas) if (area.parentId !== null && within.has(area.parentId)) within.add(area.areaId)
  }
  return within
}
