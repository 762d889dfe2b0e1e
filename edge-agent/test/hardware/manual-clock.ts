import type { Cancellable, Clock } from '@tieng-lang/protocol'

/** A clock that a test moves by hand; the wall may step. */
export class ManualClock implements Clock {
  wallOffsetMs = 1_800_000_000_000
  #monotonicMs = 0
  #timers: { atMs: number; run: () => void }[] = []

  now(): number {
    return this.#monotonicMs + this.wallOffsetMs
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  after(delayMs: number, run: () => void): Cancellable {
    const timer = { atMs: this.#monotonicMs + Math.max(0, delayMs), run }
    this.#timers.push(timer)
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((each) => each !== timer)
      },
    }
  }

  /** Moves time on and runs what falls due, in order. */
  advance(durationMs: number): void {
    const endMs = this.#monotonicMs + durationMs
    for (;;) {
      const next = this.#timers.filter((each) => each.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((each) => each !== next)
      this.#monotonicMs = Math.max(this.#monotonicMs, next.atMs)
      next.run()
    }
    this.#monotonicMs = endMs
  }
}
