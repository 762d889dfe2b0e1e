import { type Clock, CodedError, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import { RateLimit } from '../rate-limit.ts'

/** So many wrong passwords cost nothing; from then on each doubles the wait. */
const FREE_TRIES = 5
const PAIR_WAIT_MS_MAX = 15 * MINUTE_MS
/** Short, because the right person may be among those who wait. */
const NAME_WAIT_MS_MAX = 30 * SECOND_MS
const FORGOTTEN_AFTER_MS = HOUR_MS
const TRIES_KEPT_MAX = 10_000

export interface Attempt {
  loginName: string
  address: string
  /** This person has signed in from there before. */
  isKnown: boolean
}

/**
 * Slows guessing down and locks nobody out: who comes from an address where they have signed in before waits only for
 * wrong passwords given there; all strangers to a name wait for one another, each for at most half a minute.
 */
export class SignInLimit {
  readonly #perAddress: RateLimit
  readonly #pairs: Waits
  readonly #names: Waits

  constructor(clock: Clock, perMinuteMax: number) {
    this.#perAddress = new RateLimit(clock, perMinuteMax)
    this.#pairs = new Waits(clock, PAIR_WAIT_MS_MAX)
    this.#names = new Waits(clock, NAME_WAIT_MS_MAX)
  }

  /**
   * Counts a try before its password is checked, so that many at once are no way around. Throws `tooManyRequests`,
   * which counts nothing.
   */
  take({ loginName, address, isKnown }: Attempt): void {
    const waits = isKnown ? [this.#pairs] : [this.#pairs, this.#names]
    const keyOf = (each: Waits) => (each === this.#pairs ? pair(loginName, address) : loginName)
    const waitMs = Math.max(...waits.map((each) => each.leftMs(keyOf(each))))
    if (waitMs > 0) throw tooMany(waitMs)
    if (!isKnown && !this.#perAddress.take(address)) throw tooMany(MINUTE_MS)
    for (const each of waits) each.count(keyOf(each))
  }

  /** The password was right: that try was none of the wrong ones. */
  forget({ loginName, address, isKnown }: Attempt): void {
    this.#pairs.clear(pair(loginName, address))
    if (!isKnown) this.#names.uncount(loginName)
  }
}

function pair(loginName: string, address: string): string {
  return `${address} ${loginName}`
}

function tooMany(waitMs: number): CodedError {
  return new CodedError('tooManyRequests', `try again in ${Math.ceil(waitMs / SECOND_MS)} s`)
}

/** Wrong tries by key, each with the time from which the next one is taken. */
class Waits {
  readonly #clock: Clock
  readonly #waitMsMax: number
  readonly #tries = new Map<string, { count: number; lastMs: number }>()

  constructor(clock: Clock, waitMsMax: number) {
    this.#clock = clock
    this.#waitMsMax = waitMsMax
  }

  leftMs(key: string): number {
    const tries = this.#found(key)
    if (!tries || tries.count < FREE_TRIES) return 0
    const waitMs = Math.min(SECOND_MS * 2 ** (tries.count - FREE_TRIES), this.#waitMsMax)
    return Math.max(0, tries.lastMs + waitMs - this.#clock.monotonicMs())
  }

  count(key: string): void {
    const count = (this.#found(key)?.count ?? 0) + 1
    // Put at the end, so that the first is always the one that was quiet for longest.
    this.#tries.delete(key)
    const [quietest] = this.#tries.keys()
    if (this.#tries.size >= TRIES_KEPT_MAX && quietest !== undefined) this.#tries.delete(quietest)
    this.#tries.set(key, { count, lastMs: this.#clock.monotonicMs() })
  }

  uncount(key: string): void {
    const tries = this.#tries.get(key)
    if (tries) tries.count = Math.max(0, tries.count - 1)
  }

  clear(key: string): void {
    this.#tries.delete(key)
  }

  #found(key: string): { count: number; lastMs: number } | undefined {
    const tries = this.#tries.get(key)
    return tries && this.#clock.monotonicMs() - tries.lastMs < FORGOTTEN_AFTER_MS ? tries : undefined
  }
}
