import { ActionIcon, Group } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface LineActsProps {
  title: string
  index: number
  count: number
  /** Null where there is nothing to open. */
  onOpen: (() => void) | null
  onMove: (to: number) => void
  onRemove: () => void
}

/** What can be done with an item of the playlist. */
export function LineActs({ title, index, count, onOpen, onMove, onRemove }: LineActsProps) {
  const { t } = useTranslation('programmes')
  return (
    <Group gap={4} wrap="nowrap" ml="auto">
      {onOpen && (
        <LineButton label={t('playlist.open', { title })} isOff={false} onClick={onOpen}>
          <IconPencil aria-hidden size={18} />
        </LineButton>
      )}
      <LineButton label={t('playlist.up', { title })} isOff={index === 0} onClick={() => onMove(index - 1)}>
        <IconChevronUp aria-hidden size={20} />
      </LineButton>
      <LineButton
        label={t('playlist.down', { title })}
        isOff={index === count - 1}
        onClick={() => onMove(index + 1)}
      >
        <IconChevronDown aria-hidden size={20} />
      </LineButton>
      <LineButton label={t('playlist.remove', { title })} isOff={false} onClick={onRemove}>
        <IconTrash aria-hidden size={18} />
      </LineButton>
    </Group>
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
