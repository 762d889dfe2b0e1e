import { Anchor, SimpleGrid, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ClusterAnswer, ClusterId } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { useAreas, useClusterState } from '../../api/queries.ts'
import { ConditionBadge } from '../../components/cluster-state/condition-badge.tsx'
import { NextDay } from '../../components/next-day/next-day.tsx'
import { OrderDesk } from '../../components/orders/order-desk.tsx'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { areaPathOf } from '../../components/places/area-tree.ts'
import { ActsSection } from './acts-section.tsx'
import { DoingSection } from './doing-section.tsx'
import { LastSection } from './last-section.tsx'
import { MeasuredSection } from './measured/measured-section.tsx'
import { SettingsSection } from './settings/settings-section.tsx'
import '../../i18n/late/programmes-words.ts'
import '../../i18n/late/cluster-words.ts'

/** One cluster at length. */
export function ClusterPage() {
  const { clusterId } = useParams({ from: '/cum-loa/$clusterId' })
  return (
    <OrderDesk key={clusterId}>
      <Cluster clusterId={clusterId} />
    </OrderDesk>
  )
}

function Cluster({ clusterId }: { clusterId: ClusterId }) {
  const { t } = useTranslation('cluster')
  const state = useClusterState(clusterId)
  const { data: areas = [] } = useAreas()
  const { data: cluster } = useQuery({
    queryKey: keys.cluster(clusterId),
    queryFn: ({ signal }) => api.get<ClusterAnswer>(`/clusters/${clusterId}`, { signal }),
  })
  if (!state.data)
    return (
      <>
        <PageHeader title={t('title')} />
        {state.isPending ? (
          <LoadingState />
        ) : (
          <NotShown cause={state.error} onRetry={() => void state.refetch()} />
        )}
      </>
    )
  const names = new Map(areas.map(({ areaId, name }) => [areaId, name]))
  const path = areaPathOf(areas, state.data.areaId).map((areaId) => names.get(areaId))
  return (
    <>
      <PageHeader
        title={state.data.name}
        lead={
          <>
            {path.join(' › ')}
            <div>
              <ConditionBadge state={state.data} />
            </div>
          </>
        }
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Stack gap="md">
          <DoingSection state={state.data} />
          <ActsSection state={state.data} />
          <section aria-labelledby="next-day">
            <Title order={2} size="h4" id="next-day" mb="xs">
              {t('nextDay.title')}
            </Title>
            <NextDay clusterId={clusterId} />
          </section>
        </Stack>
        <Stack gap="md">
          <LastSection clusterId={clusterId} />
          <MeasuredSection health={state.data.health} />
          {cluster && <SettingsSection cluster={cluster} areas={areas} />}
        </Stack>
      </SimpleGrid>
    </>
  )
}

/** A cluster that is not there, or not for this person, is no failure of the page. */
function NotShown({ cause, onRetry }: { cause: unknown; onRetry: () => void }) {
  const { t } = useTranslation('cluster')
  const isUnknown = cause instanceof ProblemError && (cause.status === 404 || cause.status === 403)
  if (!isUnknown) return <ErrorState cause={cause} onRetry={onRetry} />
  return (
    <EmptyState
      title={t('empty')}
      hint={t('emptyHint')}
      action={<Anchor renderRoot={(props) => <Link to="/" {...props} />}>{t('toOverview')}</Anchor>}
    />
  )
}
