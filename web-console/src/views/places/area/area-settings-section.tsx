import { useTranslation } from 'react-i18next'
import { PageSection } from '../../../components/page/page-section.tsx'
import { SettingsFacts } from './area-facts.tsx'
import type { AreaPartProps } from './area-panel.tsx'

/** What the area hands down, to read; it is changed under "Sửa khu vực". */
export function AreaSettingsSection({ area, known }: AreaPartProps) {
  const { t } = useTranslation('places')
  return (
    <PageSection title={t('settings.title')}>
      <SettingsFacts area={area} areas={known.areas} />
    </PageSection>
  )
}
