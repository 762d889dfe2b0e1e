import { Button, Center, Stack } from '@mantine/core'
import { useDebouncedValue, useDisclosure, useSessionStorage } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../api/queries.ts'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { useMaySomewhere } from '../../session/session-context.ts'
import './bulletins.css'
import { type BulletinFilters, NO_FILTERS, useBulletinPages } from '../../api/bulletins.ts'
import { AddingDrawer } from './adding/adding-drawer.tsx'
import { UnderWayStrip } from './adding/under-way-strip.tsx'
import { BulletinFilterBar } from './list/bulletin-filters.tsx'
import { BulletinLine } from './list/bulletin-line.tsx'
import '../../i18n/late/bulletins-words.ts'

const TYPING_MS = 200

/** All bulletins that one may see, newest first, and the way to make new ones. */
export function BulletinsPage() {
  const { t } = useTranslation('bulletins')
  const mayAdd = useMaySomewhere('bulletin.write')
  const [isAdding, { open, close }] = useDisclosure(false)
  // Kept while the tab is open, so that coming back from one bulletin finds the same list.
  const [filters, setFilters] = useSessionStorage({
    key: 'tieng-lang.bulletin-filters',
    defaultValue: NO_FILTERS,
  })
  const addButton = mayAdd && (
    <Button leftSection={<IconPlus aria-hidden size={18} />} onClick={open}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} action={addButton} />
      {mayAdd && <UnderWayStrip onShow={open} />}
      <BulletinFilterBar filters={filters} onChange={setFilters} />
      <BulletinList filters={filters} onClear={() => setFilters(NO_FILTERS)} />
      {mayAdd && <AddingDrawer isOpen={isAdding} onClose={close} />}
    </>
  )
}

function BulletinList({ filters, onClear }: { filters: BulletinFilters; onClear: () => void }) {
  const { t } = useTranslation('bulletins')
  const { t: common } = useTranslation('common')
  const [asked] = useDebouncedValue(filters, TYPING_MS)
  const pages = useBulletinPages(asked)
  const { data: areas = [] } = useAreas()
  const names = new Map(areas.map(({ areaId, name }) => [areaId, name]))
  if (pages.isPending) return <LoadingState />
  if (!pages.data) return <ErrorState cause={pages.error} onRetry={() => void pages.refetch()} />
  const items = pages.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <NoBulletins isFiltered={isFiltered(asked)} onClear={onClear} />
  return (
    <>
      <Stack
        component="ul"
        gap="xs"
        p={0}
        m={0}
        aria-label={t('list')}
        aria-busy={pages.isPlaceholderData}
        style={{ listStyle: 'none' }}
      >
        {items.map((bulletin) => (
          <BulletinLine
            key={bulletin.bulletinId}
            bulletin={bulletin}
            areaName={names.get(bulletin.areaId) ?? ''}
          />
        ))}
      </Stack>
      {pages.hasNextPage && (
        <Center mt="md">
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {common('more')}
          </Button>
        </Center>
      )}
    </>
  )
}

function NoBulletins({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTranslation('bulletins')
  if (!isFiltered) return <EmptyState title={t('empty')} hint={t('emptyHint')} />
  const clear = (
    <Button variant="default" onClick={onClear}>
      {t('clearFilters')}
    </Button>
  )
  return <EmptyState title={t('nothingFound')} hint={t('nothingFoundHint')} action={clear} />
}

function isFiltered(filters: BulletinFilters): boolean {
  return Object.values(filters).some((value) => value.trim() !== '')
}
