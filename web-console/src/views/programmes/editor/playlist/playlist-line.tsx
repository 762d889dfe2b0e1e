import './playlist.css'
import { Group, Stack, Text } from '@mantine/core'
import { IconGripVertical } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useBulletin } from '../../../../api/bulletins.ts'
import { ListenButton } from '../../../../components/bulletin/listen-button.tsx'
import { RelayFacts } from '../../../../components/relay/relay-facts.tsx'
import { RelaySeal } from '../../../../components/relay/relay-mark.tsx'
import { useTimes } from '../../../../i18n/use-times.ts'
import type { FormItem, FormRelay } from '../../model/programme-form.ts'
import { ItemNumbers } from './item-numbers.tsx'
import { LineActs } from './line-acts.tsx'

interface PlaylistLineProps {
  item: FormItem
  index: number
  count: number
  onChange: (item: FormItem) => void
  /** The fields of a relay are wanted. */
  onOpen: (item: FormRelay) => void
  onMove: (to: number) => void
  onRemove: () => void
  onDragStart: () => void
  onDropHere: () => void
}

/** One item: what, how often, with what silence after it. */
export function PlaylistLine({ item, index, count, ...acts }: PlaylistLineProps) {
  const { title } = item
  const isRelay = 'relay' in item
  return (
    <li
      className="tl-playlist-line"
      draggable
      onDragStart={acts.onDragStart}
      onDragOver={(event) => event.preventDefault()}
      onDrop={acts.onDropHere}
    >
      <Group gap="xs" align="flex-start">
        <IconGripVertical aria-hidden size={20} className="tl-playlist-grip" />
        {isRelay ? <RelaySeal /> : <ListenButton bulletinId={item.bulletinId} title={title} />}
        <Stack gap={0} flex="1 1 10rem" miw={0}>
          <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
            {index + 1}. {title}
          </Text>
          {isRelay ? <RelayFacts relay={item.relay} /> : <ItemState bulletinId={item.bulletinId} />}
        </Stack>
        <LineActs
          {...{ title, index, count, onMove: acts.onMove, onRemove: acts.onRemove }}
          onOpen={isRelay ? () => acts.onOpen(item) : null}
        />
      </Group>
      <ItemNumbers item={item} onChange={acts.onChange} />
    </li>
  )
}

/** Its length; and that it is not approved, where it is not. */
function ItemState({ bulletinId }: { bulletinId: string }) {
  const { t } = useTranslation('programmes')
  const { t: word } = useTranslation('words')
  const times = useTimes()
  const { data, isError } = useBulletin(bulletinId)
  if (isError) return <Text size="sm">{t('playlist.gone')}</Text>
  if (!data) return null
  const state = data.withdrawnAt === null ? data.state : 'withdrawn'
  return (
    <Text size="sm" c={state === 'approved' ? 'dimmed' : 'var(--tl-fault)'}>
      {times.duration(data.media.durationMs)}
      {state !== 'approved' && ` · ${word(`review.${state}`)}`}
    </Text>
  )
}
