import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../components/page-header.tsx'

export function NewProgrammePage() {
  const { t } = useTranslation('programmes')
  return <PageHeader title={t('newProgramme')} />
}
