import type { AreaAnswer, AreaId } from '@tieng-lang/protocol/browser'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TreeLine } from './tree-line.tsx'
import { moveByKey, rowsInSight } from './tree-rows.ts'
import './tree.css'

interface TreeListProps {
  areas: readonly AreaAnswer[]
  open: ReadonlySet<AreaId>
  /** Null while a search decides what is open. */
  onOpen: ((areaId: AreaId, isOpen: boolean) => void) | null
  clusterCounts: ReadonlyMap<AreaId, number>
  chosenId: AreaId | null
  onChoose: (areaId: AreaId) => void
}

/** A tree view (WAI-ARIA): one stop of the Tab key, arrows inside, Enter or Space chooses. */
export function TreeList({ areas, open, onOpen, clusterCounts, chosenId, onChoose }: TreeListProps) {
  const { t } = useTranslation('places')
  const list = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => rowsInSight(areas, open), [areas, open])
  const [focusedId, setFocusedId] = useState<AreaId | null>(null)
  const isInSight = (areaId: AreaId | null) => rows.some(({ area }) => area.areaId === areaId)
  const stopId = [focusedId, chosenId].find(isInSight) ?? rows[0]?.area.areaId ?? null
  const onKeyDown = (event: KeyboardEvent, areaId: AreaId) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onChoose(areaId)
      return
    }
    const move = moveByKey(rows, areaId, event.key)
    if (!move) return
    event.preventDefault()
    if (move.kind !== 'go') onOpen?.(move.areaId, move.kind === 'open')
    else list.current?.querySelector<HTMLElement>(`[data-area="${move.areaId}"]`)?.focus()
  }
  return (
    <div ref={list} role="tree" aria-label={t('tree.label')} className="tl-tree">
      {rows.map((row) => (
        <TreeLine
          key={row.area.areaId}
          row={row}
          clusterCount={clusterCounts.get(row.area.areaId) ?? 0}
          isChosen={row.area.areaId === chosenId}
          isStop={row.area.areaId === stopId}
          onFocus={() => setFocusedId(row.area.areaId)}
          onKeyDown={(event) => onKeyDown(event, row.area.areaId)}
          onChoose={() => onChoose(row.area.areaId)}
          onToggle={() => onOpen?.(row.area.areaId, !row.isOpen)}
        />
      ))}
    </div>
  )
}
