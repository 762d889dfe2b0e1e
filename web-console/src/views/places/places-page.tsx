import { Box, Button, Grid, Group } from '@mantine/core'
import { IconArrowLeft, IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { EVERYWHERE } from '@tieng-lang/protocol/browser'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas, useClusters, useZones } from '../../api/queries.ts'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { areaLines } from '../../components/places/area-tree.ts'
import { useMay } from '../../session/session-context.ts'
import { AddAreaDialog } from './area/add-area-dialog.tsx'
import { AreaPanel } from './area/area-panel.tsx'
import { EditClusterDialog } from './cluster/edit-cluster-dialog.tsx'
import { ImportLink } from './import-link.tsx'
import { countClusters } from './model/count-clusters.ts'
import { AreaTree } from './tree/area-tree.tsx'
import '../../i18n/late/places-words.ts'
import '../../i18n/late/programmes-words.ts'
import '../../i18n/late/cluster-words.ts'

/** `/dia-ban`: the tree of areas, the chosen one beside it; `?cum=` opens a cluster's settings over it. */
export function PlacesPage() {
  const { t } = useTranslation('places')
  const mayAddTop = useMay('tree.write', EVERYWHERE)
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        action={
          mayAddTop && (
            <Group gap="xs">
              <ImportLink />
              <Button
                variant="default"
                leftSection={<IconPlus aria-hidden size={18} />}
                onClick={() => setAdding(true)}
              >
                {t('area.addTop')}
              </Button>
            </Group>
          )
        }
      />
      <Places />
      {isAdding && <AddAreaDialog parent={null} onClose={() => setAdding(false)} />}
    </>
  )
}

function Places() {
  const { t } = useTranslation('places')
  const navigate = useNavigate({ from: '/dia-ban' })
  const { khu, cum } = useSearch({ from: '/dia-ban' })
  const areas = useAreas()
  const clusters = useClusters()
  const zones = useZones()
  const counts = useMemo(
    () => countClusters(areas.data ?? [], clusters.data ?? []),
    [areas.data, clusters.data],
  )
  const failed = [areas, clusters, zones].find(({ isError }) => isError)
  if (failed) return <ErrorState cause={failed.error} onRetry={() => void failed.refetch()} />
  if (!areas.data || !clusters.data || !zones.data) return <LoadingState />
  if (areas.data.length === 0) return <EmptyState title={t('empty')} hint={t('emptyHint')} />
  const clusterArea = clusters.data.find(({ clusterId }) => clusterId === cum)?.areaId
  const askedId = khu ?? clusterArea
  const chosenId = askedId ?? areaLines(areas.data)[0]?.area.areaId ?? null
  const chosen = areas.data.find(({ areaId }) => areaId === chosenId)
  const known = { areas: areas.data, clusters: clusters.data, zones: zones.data }
  return (
    <>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 4 }} {...(askedId && { visibleFrom: 'md' })}>
          <Box className="tl-surface" p="sm">
            <AreaTree
              areas={areas.data}
              clusterCounts={counts}
              chosenId={chosenId}
              onChoose={(areaId) => void navigate({ search: { khu: areaId } })}
            />
          </Box>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} {...(!askedId && { visibleFrom: 'md' })}>
          <Button
            variant="default"
            hiddenFrom="md"
            mb="sm"
            leftSection={<IconArrowLeft aria-hidden size={18} />}
            onClick={() => void navigate({ search: {} })}
          >
            {t('backToTree')}
          </Button>
          {chosen ? (
            <AreaPanel key={chosen.areaId} area={chosen} known={known} />
          ) : (
            <EmptyState title={t('noArea')} hint={t('noAreaHint')} />
          )}
        </Grid.Col>
      </Grid>
      {cum && (
        <EditClusterDialog
          key={cum}
          clusterId={cum}
          known={known}
          onClose={() => void navigate({ search: chosenId === null ? {} : { khu: chosenId } })}
        />
      )}
    </>
  )
}
