import type { AreaAnswer, AreaId } from '@tieng-lang/protocol/browser'
import { areaPathOf } from '../../../components/places/area-tree.ts'
import { withoutMarks } from '../../../components/without-marks.ts'

/** One line of the tree that is in sight. */
export interface TreeRow {
  area: AreaAnswer
  parentId: AreaId | null
  /** 1 at the top, as `aria-level` counts. */
  level: number
  /** Among its siblings that are shown, from 1. */
  position: number
  siblings: number
  hasChildren: boolean
  isOpen: boolean
}

/** Children by parent, names sorted as Vietnamese sorts them; a parent that I may not see counts as none. */
function childrenOf(areas: readonly AreaAnswer[]): Map<AreaId | null, AreaAnswer[]> {
  const known = new Set(areas.map(({ areaId }) => areaId))
  const children = new Map<AreaId | null, AreaAnswer[]>()
  for (const area of areas.toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))) {
    const parentId = area.parentId !== null && known.has(area.parentId) ? area.parentId : null
    const siblings = children.get(parentId)
    if (siblings) siblings.push(area)
    else children.set(parentId, [area])
  }
  return children
}

/** The lines in sight: those whose parents are all open, from the top down. */
export function rowsInSight(areas: readonly AreaAnswer[], open: ReadonlySet<AreaId>): TreeRow[] {
  const children = childrenOf(areas)
  const rowsBelow = (parentId: AreaId | null, level: number): TreeRow[] => {
    const siblings = children.get(parentId) ?? []
    return siblings.flatMap((area, index) => {
      const hasChildren = children.has(area.areaId)
      const isOpen = hasChildren && open.has(area.areaId)
      const row = {
        area,
        parentId,
        level,
        position: index + 1,
        siblings: siblings.length,
        hasChildren,
        isOpen,
      }
      return isOpen ? [row, ...rowsBelow(area.areaId, level + 1)] : [row]
    })
  }
  return rowsBelow(null, 1)
}

/** Areas whose name or code holds the search, with all that is above them, and what has to be open to see them. */
export function searchAreas(areas: readonly AreaAnswer[], search: string) {
  const wanted = withoutMarks(search.trim())
  const found = areas.filter(
    ({ name, code }) => withoutMarks(name).includes(wanted) || code?.includes(wanted),
  )
  const kept = new Set(found.flatMap(({ areaId }) => areaPathOf(areas, areaId)))
  return { areas: areas.filter(({ areaId }) => kept.has(areaId)), open: kept, count: found.length }
}

/** What a key does in a tree (WAI-ARIA tree view): goes to a line, opens or closes one. */
export type TreeMove = { kind: 'go' | 'open' | 'close'; areaId: AreaId }

/** What a key does on the line `at`; null where it does nothing there. */
export function moveByKey(rows: readonly TreeRow[], at: AreaId, key: string): TreeMove | null {
  const index = rows.findIndex(({ area }) => area.areaId === at)
  const row = rows[index]
  if (!row) return null
  const go = (target: TreeRow | undefined): TreeMove | null =>
    target ? { kind: 'go', areaId: target.area.areaId } : null
  if (key === 'ArrowDown') return go(rows[index + 1])
  if (key === 'ArrowUp') return go(rows[index - 1])
  if (key === 'Home') return go(rows[0])
  if (key === 'End') return go(rows.at(-1))
  if (key === 'ArrowRight') {
    if (!row.hasChildren) return null
    return row.isOpen ? go(rows[index + 1]) : { kind: 'open', areaId: at }
  }
  if (key === 'ArrowLeft') {
    if (row.isOpen) return { kind: 'close', areaId: at }
    return row.parentId === null ? null : { kind: 'go', areaId: row.parentId }
  }
  return null
}
