import { SegmentedControl, Stack, Text } from '@mantine/core'
import { IconMicrophone, IconMicrophoneFilled } from '@tabler/icons-react'
import { useId, useState } from 'react'
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
  const hintId = useId()
  const isTalking = useIsTalking()
  const handlers = usePress((isPressed) => studio.setTalking(isPressed))
  return (
    <>
      <button
        type="button"
        className="tl-talk"
        data-on={isTalking || undefined}
        aria-pressed={isTalking}
        aria-describedby={hintId}
        disabled={!useIsOpen()}
        {...handlers}
      >
        <TalkSign isTalking={isTalking} />
        {t(isTalking ? 'talk.talking' : 'talk.pressNow')}
      </button>
      <Text id={hintId} size="sm" c="dimmed" ta="center">
        {t('talk.hintPress')}
      </Text>
    </>
  )
}

function LatchButton() {
  const { t } = useTranslation('live')
  const studio = useStudio()
  const hintId = useId()
  const isTalking = useIsTalking()
  return (
    <>
      <button
        type="button"
        className="tl-talk"
        data-on={isTalking || undefined}
        aria-pressed={isTalking}
        aria-describedby={hintId}
        disabled={!useIsOpen()}
        onClick={() => studio.setTalking(!isTalking)}
      >
        <TalkSign isTalking={isTalking} />
        {t(isTalking ? 'talk.latchOff' : 'talk.latchOn')}
      </button>
      <Text id={hintId} size="sm" c="dimmed" ta="center">
        {t('talk.hintLatch')}
      </Text>
    </>
  )
}

function TalkSign({ isTalking }: { isTalking: boolean }) {
  const Icon = isTalking ? IconMicrophoneFilled : IconMicrophone
  return <Icon aria-hidden size={40} />
}

function useIsTalking(): boolean {
  return useStudioState(({ report }) => report?.isTalking ?? false)
}

function useIsOpen(): boolean {
  return useStudioState(({ microphone }) => microphone === 'open')
}
