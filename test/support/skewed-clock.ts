import type { Cancellable, Clock } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

/** The machine's clock, with a wall clock that a test may set wrong. What waits, waits on true time. */
export class SkewedClock implements Clock {
  /** By how much the wall clock is ahead of true time. */
  wallOffsetMs = 0

  now(): number {
    return systemClock.now() + this.wallOffsetMs
  }

  /** Sets the wall clock to an instant, from where it runs on. */
  set(at: number): void {
    this.wallOffsetMs = at - systemClock.now()
  }

  monotonicMs(): number {
    return systemClock.monotonicMs()
  }

  after(delayMs: number, run: () => void): Cancellable {
    return systemClock.after(delayMs, run)
  }
}
