import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { useAreas, useOverview } from '../../api/queries.ts'
import { OrderDesk } from '../../components/orders/order-desk.tsx'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { ClusterList } from './list/cluster-list.tsx'
import { SoundingNow } from './now/sounding-now.tsx'
import './overview.css'

/** What sounds now, and how every cluster stands. */
export function OverviewPage() {
  const { t } = useTranslation('overview')
  return (
    <OrderDesk>
      <PageHeader title={t('title')} />
      <Overview />
    </OrderDesk>
  )
}

function Overview() {
  const { t } = useTranslation('overview')
  const client = useQueryClient()
  const overview = useOverview()
  const areas = useAreas()
  const retry = () => {
    void client.invalidateQueries({ queryKey: keys.overview })
    void client.invalidateQueries({ queryKey: keys.areas })
  }
  if (overview.isPending || areas.isPending) return <LoadingState />
  if (!overview.data || !areas.data)
    return <ErrorState cause={overview.error ?? areas.error} onRetry={retry} />
  const { clusters } = overview.data
  if (clusters.length === 0) return <EmptyState title={t('empty')} hint={t('emptyHint')} />
  return (
    <>
      <SoundingNow clusters={clusters} areas={areas.data} />
      <ClusterList clusters={clusters} areas={areas.data} />
    </>
  )
}
