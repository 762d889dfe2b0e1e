import type { AreaAnswer, AreaId } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { areaPathOf } from '../../../components/places/area-tree.ts'

/** Which areas are open: the top ones at first, and what is above the chosen one whenever another is chosen. */
export function useOpenAreas(areas: readonly AreaAnswer[], chosenId: AreaId | null) {
  const [open, setOpenSet] = useState<ReadonlySet<AreaId>>(() => new Set(topAreas(areas)))
  const [shownFor, setShownFor] = useState<AreaId | null>(null)
  if (chosenId !== null && chosenId !== shownFor) {
    setShownFor(chosenId)
    setOpenSet(new Set([...open, ...areaPathOf(areas, chosenId).slice(0, -1)]))
  }
  const setOpen = (areaId: AreaId, isOpen: boolean) => {
    const next = new Set(open)
    if (isOpen) next.add(areaId)
    else next.delete(areaId)
    setOpenSet(next)
  }
  return { open, setOpen }
}

function topAreas(areas: readonly AreaAnswer[]): AreaId[] {
  const known = new Set(areas.map(({ areaId }) => areaId))
  return areas.flatMap(({ areaId, parentId }) => (parentId === null || !known.has(parentId) ? [areaId] : []))
}
