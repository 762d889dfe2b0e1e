import { Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { AreaAnswer, AreaId } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TreeList } from './tree-list.tsx'
import { searchAreas } from './tree-rows.ts'
import { useOpenAreas } from './use-open-areas.ts'

interface AreaTreeProps {
  areas: readonly AreaAnswer[]
  /** Clusters in each area with all below it. */
  clusterCounts: ReadonlyMap<AreaId, number>
  chosenId: AreaId | null
  onChoose: (areaId: AreaId) => void
}

/** The tree of areas, opened and closed, gone through by keys, searched without marks. */
export function AreaTree({ areas, chosenId, ...props }: AreaTreeProps) {
  const { t } = useTranslation('places')
  const [search, setSearch] = useState('')
  const { open, setOpen } = useOpenAreas(areas, chosenId)
  const found = search.trim() === '' ? null : searchAreas(areas, search)
  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        label={t('tree.search')}
        placeholder={t('tree.searchHint')}
        leftSection={<IconSearch aria-hidden size={18} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {found && (
        <Text size="sm" c="dimmed" role="status">
          {found.count === 0 ? t('tree.notFound') : t('tree.found', { count: found.count })}
        </Text>
      )}
      <TreeList
        areas={found?.areas ?? areas}
        open={found?.open ?? open}
        onOpen={found ? null : setOpen}
        chosenId={chosenId}
        {...props}
      />
    </Stack>
  )
}
