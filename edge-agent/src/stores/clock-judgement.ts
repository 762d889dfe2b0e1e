import { type ClockState, compileShape, DAY_MS, Instant, SECOND_MS, shape } from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'

/** The rules of DESIGN §3 *Time*, pure: no clock is read here, every instant is an argument. */

/** Ours and the server's time agree within this. */
const AGREEMENT_MS = 2 * SECOND_MS
/** An answer that took longer than this to come says nothing. */
const ANSWER_MS_MAX = 2 * SECOND_MS
/** So long a clock is believed without the server. */
const ALONE_MS_MAX = 14 * DAY_MS
/** The wall clock against the monotonic one, between two looks: more is a step, not a correction. */
export const STEP_MS = SECOND_MS

/** What must outlive a power cut. */
export const ClockMemory = shape({
  /** Our wall clock at the last agreement; null before the first. */
  agreedAt: Type.Union([Instant, Type.Null()]),
  /** The last instant at which the clock was trusted and saved: time never runs back behind it. */
  savedAt: Instant,
  /** What has cost the clock its trust since the agreement. */
  doubt: Type.Union([
    Type.Literal('stepped'),
    Type.Literal('disagreed'),
    Type.Literal('rtcLost'),
    Type.Null(),
  ]),
})
export type ClockMemory = Static<typeof ClockMemory>
export const clockMemoryCheck = compileShape(ClockMemory)

export const BLANK_CLOCK_MEMORY: ClockMemory = { agreedAt: null, savedAt: 0, doubt: null }

/** Both clocks at one moment. */
export interface ClockReading {
  wallAt: number
  monotonicMs: number
}

/** After a restart: the agreement counts on only with a healthy RTC that is not before the last instant saved. */
export function afterRestart(
  memory: ClockMemory,
  wallAt: number,
  { isRtcHealthy }: { isRtcHealthy: boolean },
): ClockMemory {
  if (memory.agreedAt === null || memory.doubt) return memory
  return isRtcHealthy && wallAt >= memory.savedAt ? memory : { ...memory, doubt: 'rtcLost' }
}

/** Whether the wall clock was moved between two readings. */
export function hasStepped(before: ClockReading, after: ClockReading): boolean {
  const wallMs = after.wallAt - before.wallAt
  const monotonicMs = after.monotonicMs - before.monotonicMs
  return Math.abs(wallMs - monotonicMs) > STEP_MS
}

/** What the clock is worth at `wallAt`. */
export function judge(memory: ClockMemory, wallAt: number): ClockState {
  if (memory.doubt) return memory.doubt
  if (memory.agreedAt === null) return 'neverSynchronised'
  return wallAt - memory.agreedAt < ALONE_MS_MAX ? 'trusted' : 'tooLongAlone'
}

export type Answer = { kind: 'late' } | { kind: 'agreed' | 'disagreed'; offsetMs: number }

/**
 * Judges the server's answer, which arrives at `received` to a question of `askedMs` (monotonic). The server read its
 * clock somewhere in between; the middle is the best guess, so `offsetMs` (ours minus the server's) is right within
 * half the round trip.
 */
export function weighAnswer(askedMs: number, received: ClockReading, serverAt: number): Answer {
  const tookMs = received.monotonicMs - askedMs
  if (tookMs > ANSWER_MS_MAX) return { kind: 'late' }
  const offsetMs = received.wallAt - (serverAt + tookMs / 2)
  return { kind: Math.abs(offsetMs) <= AGREEMENT_MS ? 'agreed' : 'disagreed', offsetMs }
}
