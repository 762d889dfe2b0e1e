import { Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { TreeRow } from './tree-rows.ts'

interface TreeLineProps {
  row: TreeRow
  clusterCount: number
  isChosen: boolean
  /** The one line at which the Tab key stops. */
  isStop: boolean
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent) => void
  onChoose: () => void
  onToggle: () => void
}

/** One area in the tree. The arrow opens it by pointer; by keyboard the arrow keys do. */
export function TreeLine({ row, clusterCount, isChosen, isStop, ...acts }: TreeLineProps) {
  const { t } = useTranslation('places')
  const { area, level, position, siblings, hasChildren, isOpen } = row
  const Arrow = isOpen ? IconChevronDown : IconChevronRight
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={isChosen}
      {...(hasChildren && { 'aria-expanded': isOpen })}
      tabIndex={isStop ? 0 : -1}
      data-area={area.areaId}
      className="tl-tree-line"
      style={{ paddingInlineStart: `${(level - 1) * 1.125}rem` }}
      onFocus={acts.onFocus}
      onKeyDown={acts.onKeyDown}
      onClick={acts.onChoose}
    >
      <span
        className="tl-tree-arrow"
        aria-hidden
        onClick={(event) => {
          if (!hasChildren) return
          event.stopPropagation()
          acts.onToggle()
        }}
      >
        {hasChildren && <Arrow size={20} />}
      </span>
      <span className="tl-tree-name">{area.name}</span>
      {clusterCount > 0 && (
        <Text span size="sm" c="dimmed" style={{ flex: 'none' }}>
          {t('tree.clusters', { count: clusterCount })}
        </Text>
      )}
    </div>
  )
}
