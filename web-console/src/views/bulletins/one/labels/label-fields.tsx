import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CATEGORIES, LANGUAGES, sayLanguage } from '../../../../components/bulletin/say-bulletin.ts'
import { DateField } from '../../../../components/dates/date-field.tsx'
import { AreaPicker, byName } from '../../../../components/places/area-picker.tsx'
import type { LabelsDraft, mistakeOf } from './labels-draft.ts'

interface LabelFieldsProps {
  draft: LabelsDraft
  onChange: (change: Partial<LabelsDraft>) => void
  mistake: ReturnType<typeof mistakeOf>
}

/** The words on a bulletin, each with its mistake beside it. */
export function LabelFields({ draft, onChange, mistake }: LabelFieldsProps) {
  const { t } = useTranslation('bulletins')
  const { t: words } = useTranslation('words')
  return (
    <>
      <TextInput
        required
        label={t('labels.title')}
        maxLength={200}
        value={draft.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
        error={mistake === 'titleMissing' && t('labels.titleMissing')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('labels.category')}
          allowDeselect={false}
          data={CATEGORIES.map((value) => ({ value, label: words(`category.${value}`) }))}
          value={draft.category}
          onChange={(value) =>
            onChange({ category: CATEGORIES.find((known) => known === value) ?? draft.category })
          }
        />
        <AreaPicker
          allowDeselect={false}
          value={draft.areaId}
          onChange={(areaId) => areaId !== null && onChange({ areaId })}
        />
        <Select
          label={t('labels.language')}
          allowDeselect={false}
          searchable
          filter={byName}
          data={[...new Set([...LANGUAGES, draft.language])].map((value) => ({
            value,
            label: sayLanguage(t, value),
          }))}
          value={draft.language}
          onChange={(language) => onChange({ language: language ?? draft.language })}
        />
        <TextInput
          label={t('labels.audience')}
          placeholder={t('labels.audienceHint')}
          maxLength={200}
          value={draft.audience}
          onChange={(event) => onChange({ audience: event.currentTarget.value })}
        />
        <DateField
          clearable
          clearButtonProps={{ 'aria-label': t('clear', { name: t('labels.from') }) }}
          label={t('labels.from')}
          description={t('labels.dateHint')}
          value={draft.from || null}
          onChange={(from) => onChange({ from: from ?? '' })}
        />
        <DateField
          clearable
          clearButtonProps={{ 'aria-label': t('clear', { name: t('labels.until') }) }}
          label={t('labels.until')}
          description={t('labels.dateHint')}
          value={draft.until || null}
          onChange={(until) => onChange({ until: until ?? '' })}
          error={mistake === 'datesTurned' && t('labels.datesTurned')}
        />
      </SimpleGrid>
    </>
  )
}
