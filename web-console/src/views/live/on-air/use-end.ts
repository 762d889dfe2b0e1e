import type { LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import { useCallback } from 'react'
import { useInsistent } from '../../../api/insist/use-insistent.ts'
import { endLiveSession } from '../../../api/live-sessions.ts'
import { randomId } from '../../../api/random-id.ts'
import { useStudio } from '../studio/studio-context.ts'

/** So long the last word is on its way from the sound card to the server. */
const LAST_WORD_MS = 400

/** Ends a session: the microphone at once, the rest as soon as the server has heard of it. */
export function useEnd(sessionId: string) {
  const studio = useStudio()
  const send = useCallback(
    (requestId: string, signal: AbortSignal) => endLiveSession(sessionId, { requestId }, signal),
    [sessionId],
  )
  const onDone = useCallback((session: LiveSessionAnswer) => studio.takeSession(session), [studio])
  const { state, problem, go } = useInsistent(send, onDone)
  const end = useCallback(async () => {
    studio.setTalking(false)
    studio.stopPlaying()
    await new Promise((resolve) => setTimeout(resolve, LAST_WORD_MS))
    await go(randomId('live-end'))
  }, [studio, go])
  return { state, problem, end }
}
