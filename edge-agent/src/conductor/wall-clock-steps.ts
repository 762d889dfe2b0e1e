import type { Clock } from '@tieng-lang/protocol'

/** A wall clock that moved by more than this against the monotonic one was set. */
const STEP_MS = 1_000

/** Notices that the wall clock was set. */
export class WallClockSteps {
  readonly #clock: Clock
  #wallMinusMonotonicMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** From now on steps count. */
  begin(): void {
    this.#wallMinusMonotonicMs = this.#clock.now() - this.#clock.monotonicMs()
  }

  /** How far the wall clock was moved since it was last looked at; 0 where it was not. */
  takeStepMs(): number {
    const offsetMs = this.#clock.now() - this.#clock.monotonicMs()
    const movedMs = offsetMs - this.#wallMinusMonotonicMs
    this.#wallMinusMonotonicMs = offsetMs
    return Math.abs(movedMs) > STEP_MS ? movedMs : 0
  }
}
