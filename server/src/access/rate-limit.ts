import { type Clock, MINUTE_MS } from '@tieng-lang/protocol'

const SOURCES_MAX = 10_000

/** At most so many requests a minute from one source, evenly refilled. */
export class RateLimit {
  readonly #clock: Clock
  readonly #perMinuteMax: number
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>()

  constructor(clock: Clock, perMinuteMax: number) {
    this.#clock = clock
    this.#perMinuteMax = perMinuteMax
  }

  /** Takes one; false where there is none left. */
  take(source: string): boolean {
    const atMs = this.#clock.monotonicMs()
    const old = this.#buckets.get(source) ?? { tokens: this.#perMinuteMax, atMs }
    const refilled = old.tokens + ((atMs - old.atMs) / MINUTE_MS) * this.#perMinuteMax
    const tokens = Math.min(this.#perMinuteMax, refilled)
    this.#buckets.delete(source)
    if (this.#buckets.size >= SOURCES_MAX) this.#forgetOldest()
    this.#buckets.set(source, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs })
    return tokens >= 1
  }

  /** The map is in the order of last use. */
  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined) this.#buckets.delete(oldest)
  }
}
