import { Button, Collapse, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type BulletinFilters, NO_FILTERS } from '../../../api/bulletins.ts'
import { CATEGORIES, LANGUAGES, sayLanguage } from '../../../components/bulletin/say-bulletin.ts'
import { AreaPicker, byName } from '../../../components/places/area-picker.tsx'

interface BulletinFiltersProps {
  filters: BulletinFilters
  onChange: (filters: BulletinFilters) => void
}

/** A search field, and behind one button what is needed less often. */
export function BulletinFilterBar({ filters, onChange }: BulletinFiltersProps) {
  const { t } = useTranslation('bulletins')
  const on = [filters.state, filters.category, filters.areaId, filters.language].filter(Boolean).length
  const [isOpen, { toggle }] = useDisclosure(on > 0)
  return (
    <Stack gap="sm" mb="md">
      <Group align="flex-end" gap="sm" wrap="nowrap">
        <TextInput
          flex={1}
          type="search"
          label={t('filters.text')}
          placeholder={t('filters.textHint')}
          leftSection={<IconSearch aria-hidden size={18} />}
          maxLength={100}
          value={filters.text}
          onChange={(event) => onChange({ ...filters, text: event.currentTarget.value })}
        />
        <Button
          variant="default"
          size="md"
          leftSection={<IconAdjustmentsHorizontal aria-hidden size={18} />}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {on > 0 ? t('filters.moreOn', { count: on }) : t('filters.more')}
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <MoreFilters filters={filters} onChange={onChange} />
        {on > 0 && (
          <Button variant="subtle" mt="xs" onClick={() => onChange({ ...NO_FILTERS, text: filters.text })}>
            {t('clearFilters')}
          </Button>
        )}
      </Collapse>
    </Stack>
  )
}

const STATES = ['draft', 'submitted', 'approved', 'returned', 'withdrawn'] as const

function MoreFilters({ filters, onChange }: BulletinFiltersProps) {
  const { t } = useTranslation('bulletins')
  const { t: word } = useTranslation('words')
  const set = (name: keyof BulletinFilters) => (value: string | null) =>
    onChange({ ...filters, [name]: value ?? '' })
  const clearable = (name: string) => ({
    clearable: true,
    clearButtonProps: { 'aria-label': t('clear', { name }) },
    placeholder: t('filters.all'),
  })
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <Select
        {...clearable(t('filters.state'))}
        label={t('filters.state')}
        data={STATES.map((value) => ({ value, label: word(`review.${value}`) }))}
        value={filters.state || null}
        onChange={set('state')}
      />
      <Select
        {...clearable(t('filters.category'))}
        label={t('filters.category')}
        data={CATEGORIES.map((value) => ({ value, label: word(`category.${value}`) }))}
        value={filters.category || null}
        onChange={set('category')}
      />
      <AreaPicker {...clearable(t('filters.area'))} value={filters.areaId || null} onChange={set('areaId')} />
      <Select
        {...clearable(t('filters.language'))}
        label={t('filters.language')}
        searchable
        filter={byName}
        data={LANGUAGES.map((value) => ({ value, label: sayLanguage(t, value) }))}
        value={filters.language || null}
        onChange={set('language')}
      />
    </SimpleGrid>
  )
}
