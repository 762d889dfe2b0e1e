import { Input, SegmentedControl, Select, SimpleGrid } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { CATEGORIES, LANGUAGES, sayLanguage } from '../../../components/bulletin/say-bulletin.ts'
import { AreaPicker, byName } from '../../../components/places/area-picker.tsx'
import type { SharedLabels } from './queue/new-bulletin.ts'

interface SharedFieldsProps {
  value: SharedLabels
  onChange: (change: Partial<SharedLabels>) => void
  /** What is spoken by the machine is never music. */
  isSpoken?: boolean
  areaError?: string | undefined
}

/** Category, area, language and kind of sound: for all files or for one. */
export function SharedFields({ value, onChange, isSpoken = false, areaError }: SharedFieldsProps) {
  const { t } = useTranslation('bulletins')
  const { t: words } = useTranslation('words')
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <AreaPicker
        required
        allowDeselect={false}
        value={value.areaId}
        onChange={(areaId) => onChange({ areaId })}
        error={areaError}
      />
      <Select
        label={t('labels.category')}
        allowDeselect={false}
        data={CATEGORIES.map((category) => ({ value: category, label: words(`category.${category}`) }))}
        value={value.category}
        onChange={(category) =>
          onChange({ category: CATEGORIES.find((known) => known === category) ?? 'notice' })
        }
      />
      <Select
        label={t('labels.language')}
        allowDeselect={false}
        searchable
        filter={byName}
        data={LANGUAGES.map((language) => ({ value: language, label: sayLanguage(t, language) }))}
        value={value.language}
        onChange={(language) => onChange({ language: language ?? 'vi' })}
      />
      {!isSpoken && <KindChoice value={value.kind} onChange={(kind) => onChange({ kind })} />}
    </SimpleGrid>
  )
}

function KindChoice({
  value,
  onChange,
}: {
  value: SharedLabels['kind']
  onChange: (kind: SharedLabels['kind']) => void
}) {
  const { t } = useTranslation('bulletins')
  const labelId = useId()
  return (
    <div>
      <Input.Label id={labelId} labelElement="div" size="md">
        {t('adding.kind')}
      </Input.Label>
      <SegmentedControl
        aria-labelledby={labelId}
        size="md"
        fullWidth
        value={value}
        onChange={(kind) => onChange(kind === 'music' ? 'music' : 'speech')}
        data={[
          { value: 'speech', label: t('adding.kindSpeech') },
          { value: 'music', label: t('adding.kindMusic') },
        ]}
      />
    </div>
  )
}
