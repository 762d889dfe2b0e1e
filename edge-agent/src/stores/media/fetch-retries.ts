import { type Chance, type Clock, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'

interface Failure {
  tries: number
  /** Monotonic. */
  againMs: number
  /** What came was wrong: the network is not to blame. */
  isCorrupt: boolean
}

const WAIT_MS_MAX = 60 * SECOND_MS
/** What came wrong cost data, and will likely come wrong again: it is tried more rarely. */
const CORRUPT_WAIT_MS_MAX = 30 * MINUTE_MS
/** When the server is there again: over so long the clusters of a commune come by chance, not all at once. */
const RECONNECTED_SPREAD_MS = 2 * SECOND_MS

/** When each file that could not be fetched is tried again. */
export class FetchRetries {
  readonly #clock: Clock
  readonly #chance: Chance
  readonly #failures = new Map<string, Failure>()

  constructor({ clock, chance }: { clock: Clock; chance: Chance }) {
    this.#clock = clock
    this.#chance = chance
  }

  /** Tries again after 1 s, 2 s … 60 s, less up to half by chance, so that a whole commune does not come at once. */
  putOff(sha256: string, { isCorrupt } = { isCorrupt: false }): void {
    const tries = (this.#failures.get(sha256)?.tries ?? 0) + 1
    const waitMsMax = isCorrupt ? CORRUPT_WAIT_MS_MAX : WAIT_MS_MAX
    const waitMs = Math.min(SECOND_MS * 2 ** Math.min(tries - 1, 11), waitMsMax)
    const againMs = this.#clock.monotonicMs() + waitMs * (0.5 + 0.5 * this.#chance.next())
    this.#failures.set(sha256, { tries, againMs, isCorrupt })
  }

  /** What failed without the server is not put off any longer. */
  hurry(): void {
    for (const failure of this.#failures.values()) {
      if (failure.isCorrupt) continue
      failure.tries = 0
      const soonMs = this.#clock.monotonicMs() + this.#chance.next() * RECONNECTED_SPREAD_MS
      failure.againMs = Math.min(failure.againMs, soonMs)
    }
  }

  isDue(sha256: string): boolean {
    return (this.#failures.get(sha256)?.againMs ?? 0) <= this.#clock.monotonicMs()
  }

  /** How long until the first of these is due that is put off, in milliseconds; undefined where none is. */
  nextInMs(sha256s: readonly string[]): number | undefined {
    const times = sha256s.flatMap((sha256) => this.#failures.get(sha256)?.againMs ?? [])
    if (times.length === 0) return undefined
    return Math.max(0, Math.min(...times) - this.#clock.monotonicMs())
  }

  forget(sha256: string): void {
    this.#failures.delete(sha256)
  }

  /** Nothing is remembered of what is no longer wanted. */
  keepOnly(wanted: { has(sha256: string): boolean }): void {
    for (const sha256 of this.#failures.keys()) if (!wanted.has(sha256)) this.forget(sha256)
  }
}
