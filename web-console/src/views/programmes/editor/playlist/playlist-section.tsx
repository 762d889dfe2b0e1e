import { Button, Group, Stack, Text } from '@mantine/core'
import { IconBuildingBroadcastTower } from '@tabler/icons-react'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { randomId } from '../../../../api/random-id.ts'
import { useTimes } from '../../../../i18n/use-times.ts'
import type { FormItem, FormRelay, ProgrammeForm } from '../../model/programme-form.ts'
import { RelayDialog } from '../relay/relay-dialog.tsx'
import { Section, type SectionProps } from '../sections/section.tsx'
import { BulletinSearch } from './bulletin-search.tsx'
import { PlaylistLine } from './playlist-line.tsx'
import { reordered } from './reorder.ts'

const ITEMS_MAX = 200

interface PlaylistSectionProps extends SectionProps<ProgrammeForm> {
  /** The whole length, from the check. */
  lengthMs: number | undefined
}

/** What is said, in order: searched, added, moved by drag or by buttons. */
export function PlaylistSection({ form, change, lengthMs }: PlaylistSectionProps) {
  const { t } = useTranslation('programmes')
  const times = useTimes()
  const { t: relay } = useTranslation('relays')
  const [draggedFrom, setDraggedFrom] = useState<number | null>(null)
  /** The relay whose fields are open; null where it is new. */
  const [opened, setOpened] = useState<{ item: FormRelay | null } | null>(null)
  const { playlist } = form
  const put = (items: FormItem[]) => change({ playlist: items })
  const add = ({ bulletinId, title }: BulletinAnswer) =>
    put([...playlist, { itemId: randomId('item'), bulletinId, title, repeats: 1, gapSeconds: 2 }])
  const putRelay = (item: FormRelay) => {
    const index = playlist.findIndex(({ itemId }) => itemId === item.itemId)
    put(index === -1 ? [...playlist, item] : playlist.with(index, item))
    setOpened(null)
  }
  const moveDragged = (to: number) => {
    if (draggedFrom !== null) put(reordered(playlist, draggedFrom, to))
    setDraggedFrom(null)
  }
  return (
    <Section title={t('playlist.title')} lead={t('playlist.lead')}>
      {playlist.length === 0 && <Text c="dimmed">{t('playlist.empty')}</Text>}
      <Stack
        component="ol"
        gap="xs"
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
        aria-label={t('playlist.title')}
      >
        {playlist.map((item, index) => (
          <PlaylistLine
            key={item.itemId}
            item={item}
            index={index}
            count={playlist.length}
            onChange={(next) => put(playlist.with(index, next))}
            onOpen={(item) => setOpened({ item })}
            onMove={(to) => put(reordered(playlist, index, to))}
            onRemove={() => put(playlist.toSpliced(index, 1))}
            onDragStart={() => setDraggedFrom(index)}
            onDropHere={() => moveDragged(index)}
          />
        ))}
      </Stack>
      {playlist.length > 0 && lengthMs !== undefined && lengthMs > 0 && (
        <Text fw={500} role="status">
          {t('playlist.length', { length: times.duration(lengthMs) })}
        </Text>
      )}
      {playlist.length < ITEMS_MAX && (
        <>
          <BulletinSearch
            words={{
              search: t('playlist.search'),
              take: t('playlist.add'),
              takeTitle: (title) => t('playlist.addTitle', { title }),
            }}
            onAdd={add}
            isOpenFirst={playlist.length === 0}
          />
          <Group>
            <Button
              variant="default"
              leftSection={<IconBuildingBroadcastTower aria-hidden size={18} />}
              onClick={() => setOpened({ item: null })}
            >
              {relay('dialog.add')}
            </Button>
          </Group>
        </>
      )}
      {opened && <RelayDialog item={opened.item} onDone={putRelay} onClose={() => setOpened(null)} />}
    </Section>
  )
}
