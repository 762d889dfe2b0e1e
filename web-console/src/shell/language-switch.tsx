import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { currentLanguage, setLanguage } from '../i18n/index.ts'

/** Each language in its own words, so that whoever cannot read the other finds it. */
export function LanguageSwitch() {
  const { t } = useTranslation('shell')
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language')}
      value={currentLanguage()}
      onChange={(language) => void setLanguage(language)}
      data={[
        { value: 'vi', label: <span lang="vi">Tiếng Việt</span> },
        { value: 'en', label: <span lang="en">English</span> },
      ]}
    />
  )
}
