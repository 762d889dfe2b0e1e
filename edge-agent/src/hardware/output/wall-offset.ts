import type { Clock } from '@tieng-lang/protocol'

/** A change this large between two looks is a step of the wall clock; anything less is noise or slewing. */
const STEP_MS = 3
/** Noise of the wall clock (often whole milliseconds) is averaged over this long. */
const SMOOTHING_MS = 4_000
/** A look during which the process was suspended for longer than this says nothing. */
const LOOK_MS_MAX = 0.5

/**
 * Turns monotonic time into Unix time, smoothly: what is heard is timed on the monotonic clock, and only the answer
 * is given in wall time. A step of the wall clock moves the answer once, by the step.
 */
export class WallOffset {
  readonly #clock: Clock
  #offsetMs: number | null = null
  #lookedMonotonicMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The Unix time, in fractional milliseconds, of an instant of the monotonic clock. */
  toWall(monotonicMs: number): number {
    return monotonicMs + this.#currentOffsetMs()
  }

  #currentOffsetMs(): number {
    const before = this.#clock.monotonicMs()
    const wall = this.#clock.now()
    const after = this.#clock.monotonicMs()
    const lookMs = wall - (before + after) / 2
    if (this.#offsetMs === null) this.#offsetMs = lookMs
    else if (after - before > LOOK_MS_MAX) return this.#offsetMs
    else if (Math.abs(lookMs - this.#offsetMs) > STEP_MS) this.#offsetMs = lookMs
    else {
      const share = Math.min(1, (after - this.#lookedMonotonicMs) / SMOOTHING_MS)
      this.#offsetMs += (lookMs - this.#offsetMs) * share
    }
    this.#lookedMonotonicMs = after
    return this.#offsetMs
  }
}
