import type { LiveSessionAnswer, NewLiveSession } from '@tieng-lang/protocol/browser'
import { useCallback } from 'react'
import { useInsistent } from '../../../api/insist/use-insistent.ts'
import { startLiveSession } from '../../../api/live-sessions.ts'
import { ProblemError } from '../../../api/problem-error.ts'

/** Sends the order until the server has answered; its request id makes that one session, however often it arrives. */
export function useStart(onStarted: (session: LiveSessionAnswer) => void) {
  const send = useCallback(
    (order: NewLiveSession, signal: AbortSignal) => startLiveSession(order, signal),
    [],
  )
  return useInsistent(send, onStarted)
}

/** Whether the server has refused it by this code. */
export function isRefused(problem: unknown, code: string): boolean {
  return problem instanceof ProblemError && problem.code === code
}
