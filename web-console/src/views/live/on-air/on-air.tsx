import { Button, Stack, Text } from '@mantine/core'
import type { LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveSession } from '../../../api/live-sessions.ts'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { usePlaceParts } from '../../../components/places/choice/place-parts.ts'
import { LevelMeter } from '../microphone/level-meter.tsx'
import { LevelWords } from '../microphone/level-words.tsx'
import { MicrophoneCard } from '../microphone/microphone-card.tsx'
import type { TapeName } from '../sound/desk/desk-report.ts'
import { useStudio, useStudioState } from '../studio/studio-context.ts'
import { useKeptAwake } from '../studio/use-kept-awake.ts'
import { TapeOnAir } from '../tape/tape-on-air.tsx'
import { EndingNotice } from './ending-notice.tsx'
import { StateBand } from './state-band.tsx'
import { TalkButton } from './talk-button.tsx'
import { UnheardNotice } from './unheard-notice.tsx'
import { useEnd } from './use-end.ts'
import { WhoListens } from './who-listens.tsx'

interface OnAirProps {
  session: LiveSessionAnswer
  /** What is played into it; null = somebody talks. */
  tape: TapeName | null
}

/** While it lasts: whether anybody hears it, the switch of the microphone or the tape, what was not heard, who listens. */
export function OnAir({ session, tape }: OnAirProps) {
  const { t } = useTranslation('live')
  const studio = useStudio()
  const where = usePlaceParts()(session.place)
    .map(({ name }) => name)
    .join(', ')
  const { state, problem, end } = useEnd(session.sessionId)
  useKeptAwake(true)
  useAskedAgain(session.sessionId)
  return (
    <div className="tl-live-sheet">
      <Stack gap="md">
        <Stack gap="xs" className="tl-air-top">
          <StateBand session={session} where={where} />
          <EndingNotice awaitedUntilAt={session.awaitedUntilAt} />
        </Stack>
        {tape === null ? <Talking /> : <TapeOnAir session={session} tape={tape} onPlayed={end} />}
        {tape === null && <UnheardNotice onPlay={() => studio.play('unheard')} />}
        <FormProblem cause={problem} />
        <Button variant="outline" h={52} loading={state === 'sending'} onClick={() => void end()}>
          {t(tape === null ? 'end.go' : 'tape.cancel')}
        </Button>
        {state !== 'idle' && (
          <Text size="sm" ta="center" role="status">
            {t(state === 'lost' ? 'end.failed' : 'end.ending')}
          </Text>
        )}
      </Stack>
      <WhoListens session={session} />
    </div>
  )
}

function Talking() {
  const isOpen = useStudioState(({ microphone }) => microphone === 'open')
  if (!isOpen) return <MicrophoneCard />
  return (
    <Stack gap="xs">
      <LevelMeter />
      <LevelWords isOnAir />
      <TalkButton />
    </Stack>
  )
}

/** While the line of the microphone is gone the server is asked by the other way whether the session still is. */
function useAskedAgain(sessionId: string): void {
  const studio = useStudio()
  const isEnabled = useStudioState(({ report }) =>
    ['lost', 'refused', 'replaced'].includes(report?.line ?? ''),
  )
  const { data } = useLiveSession(sessionId, { isEnabled })
  useEffect(() => {
    if (isEnabled && data) studio.takeSession(data)
  }, [studio, isEnabled, data])
}
