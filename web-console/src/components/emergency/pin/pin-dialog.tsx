import { Alert, Button, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { CapStatus } from '@tieng-lang/protocol/browser'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InsistentState } from '../../../api/insist/use-insistent.ts'
import { Dialog } from '../../dialogs/dialog.tsx'
import { FormProblem } from '../../dialogs/form-problem.tsx'
import { ExerciseWord, groundOf } from '../status-look.tsx'
import { isWholePin } from './pin-digits.ts'
import { PinPad } from './pin-pad.tsx'

interface PinDialogProps {
  title: string
  status: CapStatus
  /** What it does, on the ground of the real thing or of an exercise. */
  children?: ReactNode
  /** What else it asks for. */
  fields?: ReactNode
  go: string
  goColor: string
  /** False while something above the pad is missing. */
  isReady?: boolean
  sending: { state: InsistentState; problem: unknown; giveUp: () => void }
  onGo: (pin: string) => void
  onClose: () => void
}

/** What is about to be done, then the PIN, then the one button that does it. On a phone it is the whole screen. */
export function PinDialog({ status, title, children, sending, isReady = true, ...props }: PinDialogProps) {
  const isPhone = useMediaQuery('(max-width: 47.99em)', true, { getInitialValueInEffect: false })
  const [pin, setPin] = useState('')
  const isBusy = sending.state !== 'idle'
  const canGo = isWholePin(pin) && isReady && !isBusy
  // A wrong PIN is typed anew, not mended.
  useEffect(() => {
    if (sending.problem) setPin('')
  }, [sending.problem])
  const go = () => canGo && props.onGo(pin)
  const close = () => {
    sending.giveUp()
    props.onClose()
  }
  return (
    <Dialog
      onClose={close}
      title={<strong style={{ fontWeight: 600 }}>{title}</strong>}
      fullScreen={isPhone === true}
      closeOnClickOutside={false}
    >
      <Stack gap="sm">
        <div className={`tl-emergency-band ${groundOf(status)}`} style={{ marginBottom: 0 }}>
          <ExerciseWord status={status} />
          <div style={{ minWidth: 0 }}>{children}</div>
        </div>
        {props.fields}
        <FormProblem cause={sending.problem} />
        <PinPad pin={pin} onChange={setPin} onEnter={go} />
        <Sending sending={sending} />
        <Button
          className="tl-pin-go"
          color={props.goColor}
          size="lg"
          h={64}
          fullWidth
          disabled={!canGo && !isBusy}
          loading={isBusy}
          onClick={go}
        >
          {props.go}
        </Button>
      </Stack>
    </Dialog>
  )
}

function Sending({ sending: { state, giveUp } }: Pick<PinDialogProps, 'sending'>) {
  const { t } = useTranslation('emergency')
  if (state !== 'lost') return null
  return (
    <Alert color="amber" role="alert">
      <Text size="sm" mb="xs">
        {t('confirm.lost')}
      </Text>
      <Button variant="default" size="sm" onClick={giveUp}>
        {t('confirm.giveUp')}
      </Button>
    </Alert>
  )
}
