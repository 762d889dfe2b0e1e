import { Button } from '@mantine/core'
import type { AreaAnswer, AreaId, ClusterState } from '@tieng-lang/protocol/browser'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayIn } from '../../../components/orders/use-may-in.ts'
import { EmptyState } from '../../../components/page/empty-state.tsx'
import { groupByCommune } from '../model/cluster-groups.ts'
import { filterClusters, NO_FILTER } from '../model/filter-clusters.ts'
import { ClusterFilters } from './cluster-filters.tsx'
import { CommuneGroup } from './commune-group.tsx'

/** Up to so many clusters, all communes are open at first. */
const ALL_OPEN_CLUSTERS_MAX = 60

interface ClusterListProps {
  clusters: readonly ClusterState[]
  areas: readonly AreaAnswer[]
}

/** Every cluster by commune; with many, a line a commune until it is opened. */
export function ClusterList({ clusters, areas }: ClusterListProps) {
  const { t } = useTranslation('overview')
  const [filter, setFilter] = useState(NO_FILTER)
  const asked = useDeferredValue(filter)
  const groups = useMemo(
    () => groupByCommune(filterClusters(clusters, areas, asked), areas),
    [clusters, areas, asked],
  )
  const shownCount = groups.reduce((sum, group) => sum + group.clusters.length, 0)
  const isOpenAtFirst = shownCount <= ALL_OPEN_CLUSTERS_MAX
  const [turned, setTurned] = useState<ReadonlyMap<AreaId, boolean>>(new Map())
  const isOpen = (areaId: AreaId) => turned.get(areaId) ?? isOpenAtFirst
  const turn = useCallback((areaId: AreaId, isOpen: boolean) => {
    setTurned((old) => new Map(old).set(areaId, isOpen))
  }, [])
  const mayCommand = useMayIn('sound.command')
  return (
    <section aria-label={t('title')}>
      <ClusterFilters
        filter={filter}
        onChange={setFilter}
        isAllOpen={groups.every(({ areaId }) => isOpen(areaId))}
        onTurnAll={(isOpen) => setTurned(new Map(groups.map(({ areaId }) => [areaId, isOpen])))}
      />
      {groups.length === 0 && (
        <EmptyState
          title={t('nothingFound')}
          hint={t('nothingFoundHint')}
          action={
            <Button variant="default" onClick={() => setFilter(NO_FILTER)}>
              {t('showAll')}
            </Button>
          }
        />
      )}
      <ul className="tl-groups">
        {groups.map((group) => (
          <CommuneGroup
            key={group.areaId}
            group={group}
            isOpen={isOpen(group.areaId)}
            onTurn={turn}
            mayCommand={mayCommand}
          />
        ))}
      </ul>
    </section>
  )
}
