import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDotsVertical,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStopFilled,
  IconVolume,
} from '@tabler/icons-react'
import type { Place } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useAskOrder } from './asked-order.ts'

interface PlaceMenuProps {
  place: Place
  name: string
  volumePercent?: number | null
}

const ACTS = [
  { act: 'pause', Icon: IconPlayerPause },
  { act: 'resume', Icon: IconPlayerPlay },
  { act: 'next', Icon: IconPlayerSkipForward },
  { act: 'volume', Icon: IconVolume },
] as const

/** What can be done at once with one cluster or all of a commune. */
export function PlaceMenu({ place, name, volumePercent = null }: PlaceMenuProps) {
  const { t } = useTranslation('overview')
  const ask = useAskOrder()
  const order = { place, name, volumePercent }
  return (
    <Menu position="bottom-end" withinPortal shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('order.menu', { name })}>
          <IconDotsVertical aria-hidden size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ACTS.map(({ act, Icon }) => (
          <Menu.Item
            key={act}
            leftSection={<Icon aria-hidden size={20} />}
            fz="md"
            onClick={() => ask({ act, ...order })}
          >
            {t(`order.${act}.item`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          color="stop"
          leftSection={<IconPlayerStopFilled aria-hidden size={20} />}
          fz="md"
          onClick={() => ask({ act: 'stop', ...order })}
        >
          {t('order.stop.item')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
