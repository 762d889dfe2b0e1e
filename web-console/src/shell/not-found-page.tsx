import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/page/empty-state.tsx'
import { PageHeader } from '../components/page/page-header.tsx'

/** For an address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation('common')
  return (
    <>
      <PageHeader title={t('notFoundTitle')} />
      <EmptyState
        title={t('notFoundHint')}
        action={
          <Anchor component={Link} to="/">
            {t('toStart')}
          </Anchor>
        }
      />
    </>
  )
}
