import { SegmentedControl, Stack, Text } from '@mantine/core'
import { IconMicrophone, IconMicrophoneFilled } from '@tabler/icons-react'
import { type ButtonHTMLAttributes, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../session/session-context.ts'
import { keepHabits, liveHabits } from '../model/live-form.ts'
import { useStudio, useStudioState } from '../studio/studio-context.ts'
import { usePress } from './use-press.ts'

/** The microphone's switch: open while it is pressed, or until it is pressed again. */
export function TalkButton() {
  const { t } = useTranslation('live')
  const { operatorId } = useSession()
  const studio = useStudio()
  const [isLatched, setIsLatched] = useState(() => liveHabits(localStorage, operatorId).isLatched)
  const choose = (next: string) => {
    studio.setTalking(false)
    setIsLatched(next === 'latch')
    keepHabits(localStorage, operatorId, { isLatched: next === 'latch' })
  }
  return (
    <Stack gap="xs">
      <SegmentedControl
        fullWidth
        aria-label={t('talk.mode')}
        value={isLatched ? 'latch' : 'press'}
        onChange={choose}
        data={[
          { value: 'press', label: t('talk.press') },
          { value: 'latch', label: t('talk.latch') },
        ]}
      />
      {isLatched ? <LatchButton /> : <PressButton />}
    </Stack>
  )
}

function PressButton() {
  const { t } = useTranslation('live')
  const studio = useStudio()
  const isTalking = useIsTalking()
  const handlers = usePress((isPressed) => studio.setTalking(isPressed))
  return (
    <SwitchFace
      isTalking={isTalking}
      label={t(isTalking ? 'talk.talking' : 'talk.pressNow')}
      hint={t('talk.hintPress')}
      handlers={handlers}
    />
  )
}

function LatchButton() {
  const { t } = useTranslation('live')
  const studio = useStudio()
  const isTalking = useIsTalking()
  return (
    <SwitchFace
      isTalking={isTalking}
      label={t(isTalking ? 'talk.latchOff' : 'talk.latchOn')}
      hint={t('talk.hintLatch')}
      handlers={{ onClick: () => studio.setTalking(!isTalking) }}
    />
  )
}

interface SwitchFaceProps {
  isTalking: boolean
  label: string
  hint: string
  /** What makes it talk. */
  handlers: ButtonHTMLAttributes<HTMLButtonElement>
}

/** The same face for both ways; it cannot be used before the microphone is open. */
function SwitchFace({ isTalking, label, hint, handlers }: SwitchFaceProps) {
  const hintId = useId()
  const isOpen = useStudioState(({ microphone }) => microphone === 'open')
  const isLost = useStudioState(({ report }) => report !== null && report.line !== 'open')
  const Icon = isTalking ? IconMicrophoneFilled : IconMicrophone
  return (
    <>
      <button
        type="button"
        className="tl-talk"
        data-on={isTalking || undefined}
        data-unheard={(isTalking && isLost) || undefined}
        aria-pressed={isTalking}
        aria-describedby={hintId}
        disabled={!isOpen}
        {...handlers}
      >
        <Icon aria-hidden size={40} />
        {label}
      </button>
      <Text id={hintId} size="sm" c="dimmed" ta="center">
        {hint}
      </Text>
    </>
  )
}

function useIsTalking(): boolean {
  return useStudioState(({ report }) => report?.isTalking ?? false)
}
