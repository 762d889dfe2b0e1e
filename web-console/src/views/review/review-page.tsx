import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageHeader } from '../../components/page-header.tsx'

export function ReviewPage() {
  const { t } = useTranslation('review')
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState title={t('empty')} />
    </>
  )
}
