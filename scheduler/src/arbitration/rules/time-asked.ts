import type { Output } from '../output.ts'
import type { EmergencyFacts } from '../sound.ts'
import type { Turn } from '../turn.ts'

/** How long an emergency waits for the server's time where the clock is not trusted (DESIGN §3, Time). */
export const TIME_ANSWER_MS = 2_000

/**
 * An emergency that may long be over begins to wait: where the clock is not trusted the server's time is asked for. What
 * comes while an answer is awaited waits for the same one.
 */
export function awaitTime({ output, effects, now }: Turn): void {
  if (output.isClockTrusted || isUnderWay(output.timeAskedAt, now)) return
  output.timeAskedAt = now
  effects.push({ kind: 'askTime' })
}

/** Whether the server may still answer in time for this emergency; the cluster's own button asks nobody. */
export function isTimeAwaited({ timeAskedAt }: Output, { isLocal }: EmergencyFacts, now: number): boolean {
  return !isLocal && isUnderWay(timeAskedAt, now)
}

/** A wall clock that was set back meanwhile ends the wait. */
function isUnderWay(timeAskedAt: number | null, now: number): boolean {
  return timeAskedAt !== null && now >= timeAskedAt && now - timeAskedAt < TIME_ANSWER_MS
}
