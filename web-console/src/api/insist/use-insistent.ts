import { useCallback, useEffect, useRef, useState } from 'react'
import { insist } from './insist.ts'

/** `lost`: no answer came, and it is being sent again by itself. */
export type InsistentState = 'idle' | 'sending' | 'lost'

/** An order that is sent until the server has answered it; its body carries the request id that makes this safe. */
export function useInsistent<Body, Answer>(
  send: (body: Body, signal: AbortSignal) => Promise<Answer>,
  onDone: (answer: Answer) => void,
) {
  const [state, setState] = useState<InsistentState>('idle')
  const [problem, setProblem] = useState<unknown>(null)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const go = useCallback(
    async (body: Body) => {
      running.current?.abort()
      const controller = new AbortController()
      running.current = controller
      setProblem(null)
      setState('sending')
      const { signal } = controller
      try {
        const answer = await insist({
          send: (each) => send(body, each),
          signal,
          onLost: () => setState('lost'),
        })
        setState('idle')
        onDone(answer)
      } catch (cause) {
        if (signal.aborted) return
        setState('idle')
        setProblem(cause)
      }
    },
    [send, onDone],
  )

  const giveUp = useCallback(() => {
    running.current?.abort()
    setState('idle')
  }, [])
  return { state, problem, go, giveUp }
}
