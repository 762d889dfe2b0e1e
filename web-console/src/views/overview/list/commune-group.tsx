import { Text, UnstyledButton } from '@mantine/core'
import { IconAlertTriangleFilled, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { AreaId } from '@tieng-lang/protocol/browser'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { PlaceMenu } from '../../../components/orders/place-menu.tsx'
import type { ClusterGroup } from '../model/cluster-groups.ts'
import { ClusterRow } from './cluster-row.tsx'
import { RowStop } from './row-stop.tsx'

interface CommuneGroupProps {
  group: ClusterGroup
  isOpen: boolean
  onTurn: (areaId: AreaId, isOpen: boolean) => void
  mayCommand: (areaId: AreaId) => boolean
}

/** A commune: its summary in one line, and its clusters while it is open. */
export function CommuneGroup({ group, isOpen, onTurn, mayCommand }: CommuneGroupProps) {
  const { t } = useTranslation('overview')
  const listId = useId()
  const { areaId, clusters, playingCount } = group
  const name = group.name ?? t('group.noCommune')
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  const may = group.name !== null && mayCommand(areaId)
  return (
    <li className="tl-surface">
      <div className="tl-group-head">
        <UnstyledButton
          className="tl-group-open"
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => onTurn(areaId, !isOpen)}
        >
          <Text component="span" fw={600} style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
            <Chevron aria-hidden size={18} />
            {name}
          </Text>
          <Summary group={group} />
        </UnstyledButton>
        {may && playingCount > 0 && <RowStop place={{ areaId }} name={name} />}
        {may && <PlaceMenu place={{ areaId }} name={name} />}
      </div>
      <ul id={listId} className="tl-rows" hidden={!isOpen} aria-label={name}>
        {isOpen &&
          clusters.map((state) => (
            <ClusterRow key={state.clusterId} state={state} mayCommand={mayCommand(state.areaId)} />
          ))}
      </ul>
    </li>
  )
}

function Summary({ group }: { group: ClusterGroup }) {
  const { t } = useTranslation('overview')
  const { clusters, readyCount, playingCount, troubledCount } = group
  return (
    <>
      <Text component="span" size="sm" c="dimmed">
        {t('group.ready', { ready: readyCount, total: clusters.length })}
      </Text>
      {playingCount > 0 && (
        <Text component="span" size="sm" fw={500} c="var(--tl-health)">
          {t('group.playing', { count: playingCount })}
        </Text>
      )}
      {troubledCount > 0 && (
        <Text
          component="span"
          size="sm"
          fw={500}
          c="var(--tl-fault)"
          style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}
        >
          <IconAlertTriangleFilled aria-hidden size={16} />
          {t('group.troubled', { count: troubledCount })}
        </Text>
      )}
    </>
  )
}
