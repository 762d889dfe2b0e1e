import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerStopFilled } from '@tabler/icons-react'
import type { Place } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useMaySomewhere } from '../../session/session-context.ts'
import { StopDialog } from './stop-dialog.tsx'

interface StopButtonProps {
  /** Where it stops at first; the dialog lets another be chosen. */
  place?: Place
  /** Null stops whatever sounds or waits there. */
  broadcastId?: string | null
  size?: 'sm' | 'md'
  /** What is read out in place of "Dừng" alone, where several such buttons stand. */
  label?: string
}

/** The one red button. Shown to whoever may stop something somewhere. */
export function StopButton({ place, broadcastId = null, size = 'md', label }: StopButtonProps) {
  const { t } = useTranslation('shell')
  const [isOpen, { open, close }] = useDisclosure(false)
  if (!useMaySomewhere('sound.stop')) return null
  return (
    <>
      <Button
        color="stop"
        size={size}
        mih={44}
        leftSection={<IconPlayerStopFilled aria-hidden size={18} />}
        {...(label !== undefined && { 'aria-label': label })}
        onClick={open}
        style={{ flex: 'none' }}
      >
        {t('stop.button')}
      </Button>
      {isOpen && <StopDialog place={place ?? null} broadcastId={broadcastId} onClose={close} />}
    </>
  )
}
