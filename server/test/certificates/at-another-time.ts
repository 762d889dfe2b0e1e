import type { Clock } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

/** The system's clock at any instant that a test sets; timers are fired by hand. */
export class SetClock implements Clock {
  at: number
  #waiting: (() => void)[] = []

  constructor(at: number) {
    this.at = at
  }

  now(): number {
    return this.at
  }

  monotonicMs(): number {
    return systemClock.monotonicMs()
  }

  after(_delayMs: number, run: () => void) {
    this.#waiting.push(run)
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((each) => each !== run)
      },
    }
  }

  /** Everything that waits, once. */
  fire(): void {
    const due = this.#waiting
    this.#waiting = []
    for (const run of due) run()
  }
}
