import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { AreaPicker } from '../../../components/places/area-picker.tsx'
import type { ClusterFilter } from '../model/filter-clusters.ts'

interface ClusterFiltersProps {
  filter: ClusterFilter
  onChange: (filter: ClusterFilter) => void
  isAllOpen: boolean
  onTurnAll: (isOpen: boolean) => void
}

export function ClusterFilters({ filter, onChange, isAllOpen, onTurnAll }: ClusterFiltersProps) {
  const { t } = useTranslation('overview')
  return (
    <Group align="flex-end" gap="sm" mb="md">
      <TextInput
        type="search"
        label={t('filter.search')}
        placeholder={t('filter.searchHint')}
        leftSection={<IconSearch aria-hidden size={18} />}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
        flex="1 1 16rem"
      />
      <AreaPicker
        label={t('filter.area')}
        placeholder={t('filter.everywhere')}
        clearable
        value={filter.areaId}
        onChange={(areaId) => onChange({ ...filter, areaId })}
        flex="1 1 12rem"
      />
      <Checkbox
        label={t('filter.onlyTroubled')}
        checked={filter.isTroubledOnly}
        onChange={(event) => onChange({ ...filter, isTroubledOnly: event.currentTarget.checked })}
        size="md"
        py="0.6rem"
      />
      <Button variant="subtle" onClick={() => onTurnAll(!isAllOpen)}>
        {t(isAllOpen ? 'filter.closeAll' : 'filter.openAll')}
      </Button>
    </Group>
  )
}
