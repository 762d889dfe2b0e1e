import type { Clock } from '@tieng-lang/protocol'

/**
 * Server time as live sound counts it: the wall clock as it was when the sender began, carried on by the monotonic one. It
 * never steps, so clusters that are measured to it stay in step while the wall clock is set.
 */
export class StreamClock {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  readonly #zeroAt: number

  constructor(clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.#clock = clock
    this.#zeroAt = clock.now() - clock.monotonicMs()
  }

  /** Unix milliseconds. */
  now(): number {
    return this.at(this.#clock.monotonicMs())
  }

  /** Of an instant on the monotonic clock. */
  at(monotonicMs: number): number {
    return this.#zeroAt + monotonicMs
  }
}
