import { Button } from '@mantine/core'
import { IconPlayerStopFilled } from '@tabler/icons-react'
import type { Place } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useAskOrder } from '../../../components/orders/asked-order.ts'

/** Dừng beside what sounds: this press and the confirming one, no menu between. */
export function RowStop({ place, name }: { place: Place; name: string }) {
  const { t } = useTranslation('overview')
  const ask = useAskOrder()
  return (
    <Button
      color="stop"
      variant="light"
      size="sm"
      h={44}
      leftSection={<IconPlayerStopFilled aria-hidden size={18} />}
      aria-label={`${t('order.stop.item')} ${name}`}
      onClick={() => ask({ act: 'stop', place, name, volumePercent: null })}
      style={{ flex: 'none' }}
    >
      {t('order.stop.item')}
    </Button>
  )
}
