import './playlist.css'
import { ActionIcon, Group, NumberInput, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconGripVertical, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useBulletin } from '../../../../api/bulletins.ts'
import { ListenButton } from '../../../../components/bulletin/listen-button.tsx'
import { useTimes } from '../../../../i18n/use-times.ts'
import type { FormItem } from '../../model/programme-form.ts'

interface PlaylistLineProps {
  item: FormItem
  index: number
  count: number
  onChange: (item: FormItem) => void
  onMove: (to: number) => void
  onRemove: () => void
  onDragStart: () => void
  onDropHere: () => void
}

/** One item: what, how often, with what silence after it. */
export function PlaylistLine({ item, index, count, ...acts }: PlaylistLineProps) {
  const { t } = useTranslation('programmes')
  const { title } = item
  const bulletinId = 'relay' in item ? item.relay.fallbackBulletinId : item.bulletinId
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
        {bulletinId !== null && <ListenButton bulletinId={bulletinId} title={title} />}
        <Stack gap={0} flex="1 1 10rem" miw={0}>
          <Text fw={500}>
            {index + 1}. {title}
          </Text>
          {'relay' in item ? <RelayLength item={item} /> : <ItemState bulletinId={item.bulletinId} />}
        </Stack>
        <Group gap={4} wrap="nowrap" ml="auto">
          <LineButton
            label={t('playlist.up', { title })}
            isOff={index === 0}
            onClick={() => acts.onMove(index - 1)}
          >
            <IconChevronUp aria-hidden size={20} />
          </LineButton>
          <LineButton
            label={t('playlist.down', { title })}
            isOff={index === count - 1}
            onClick={() => acts.onMove(index + 1)}
          >
            <IconChevronDown aria-hidden size={20} />
          </LineButton>
          <LineButton label={t('playlist.remove', { title })} isOff={false} onClick={acts.onRemove}>
            <IconTrash aria-hidden size={18} />
          </LineButton>
        </Group>
      </Group>
      <ItemNumbers item={item} onChange={acts.onChange} />
    </li>
  )
}

function ItemNumbers({ item, onChange }: Pick<PlaylistLineProps, 'item' | 'onChange'>) {
  const { t } = useTranslation('programmes')
  return (
    <Group gap="sm" mt="xs" className="tl-playlist-numbers">
      <NumberInput
        w={120}
        label={t('playlist.repeats')}
        min={1}
        max={50}
        allowDecimal={false}
        value={item.repeats}
        onChange={(value) => typeof value === 'number' && value >= 1 && onChange({ ...item, repeats: value })}
      />
      <NumberInput
        w={150}
        label={t('playlist.gap')}
        min={0}
        max={600}
        suffix={t('playlist.seconds')}
        value={item.gapSeconds}
        onChange={(value) => typeof value === 'number' && onChange({ ...item, gapSeconds: value })}
      />
    </Group>
  )
}

/** At most. */
function RelayLength({ item }: { item: Extract<FormItem, { relay: unknown }> }) {
  const times = useTimes()
  return (
    <Text size="sm" c="dimmed">
      {times.duration(item.relay.durationMsMax)}
    </Text>
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

interface LineButtonProps {
  label: string
  isOff: boolean
  onClick: () => void
  children: ReactNode
}

function LineButton({ label, isOff, onClick, children }: LineButtonProps) {
  return (
    <ActionIcon variant="default" size={40} aria-label={label} disabled={isOff} onClick={onClick}>
      {children}
    </ActionIcon>
  )
}
