import type { Clock } from '../time.ts'

/** The machine's own clocks. One of the two files that may read them. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now() + wallDriftMs(),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs))
    return { cancel: () => clearTimeout(timer) }
  },
}

/**
 * How far the wall clock has moved against `performance` since start: whole milliseconds only (a step or a slew), so
 * that ordinary reads keep the fraction that `Date.now` lacks.
 */
function wallDriftMs(): number {
  const behindMs = Date.now() - (performance.timeOrigin + performance.now())
  return Math.abs(behindMs) <= 1 ? 0 : behindMs
}
