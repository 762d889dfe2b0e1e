import { SECOND_MS } from '@tieng-lang/protocol'

/** At the beginning: enough to know the clock by the quickest of them, which are slow or quick together where they are close. */
const FIRST_COUNT = 8
const FIRST_EVERY_MS = 100
/** While nobody has answered yet. */
const UNANSWERED_EVERY_MS = 500
/** Soon after the beginning the rate of our crystal is learnt, before it has carried the clock away … */
const EARLY_AFTER_MS = [1_000, 2_000, 3_500]
/** … and in the first minute the clock is still measured more often: most sessions are short. */
const EARLY_EVERY_MS = 2_500
const EARLY_MS = 60_000
const REGULAR_EVERY_MS = 10 * SECOND_MS
/** Nothing heard for so long: the path may be gone (a NAT that has forgotten us). */
const SILENCE_MS = 100
const QUICK_COUNT = 10
const QUICK_EVERY_MS = 100
const SLOW_EVERY_MS = SECOND_MS
/** Clusters that lost a sender in the same instant must not ask it in the same one for as long as it is gone. */
const SLOW_SPREAD = 0.25

/** When the path to the sender is asked for (DESIGN §3, RTP). Instants are monotonic ms. */
export class RequestSchedule {
  readonly #slowEveryMs: number
  #count = 0
  #sentMs = Number.NEGATIVE_INFINITY
  #isAnswered = false
  /** When the eighth was sent. */
  #begunMs = 0
  #heardMs: number | null = null
  #sinceSilence = 0

  /** @param share from 0 to 1, another one for each cluster */
  constructor(share: number) {
    this.#slowEveryMs = SLOW_EVERY_MS * (1 - SLOW_SPREAD * share)
  }

  /** When the next request is due. */
  get nextMs(): number {
    if (this.#count === 0) return this.#sentMs
    if (this.#count < FIRST_COUNT) return this.#sentMs + FIRST_EVERY_MS
    if (!this.#isAnswered) return this.#sentMs + UNANSWERED_EVERY_MS
    return Math.min(this.#regularMs(), this.#silenceMs())
  }

  sent(nowMs: number): void {
    this.#count += 1
    this.#sentMs = nowMs
    if (this.#count === FIRST_COUNT) this.#begunMs = nowMs
    if (this.#heardMs !== null && nowMs - this.#heardMs >= SILENCE_MS) this.#sinceSilence += 1
  }

  /** An authentic answer has come. */
  answered(): void {
    this.#isAnswered = true
  }

  /** Something authentic of the stream has come: the path is open. */
  heard(nowMs: number): void {
    this.#heardMs = nowMs
    this.#sinceSilence = 0
  }

  /** Another sender is to be asked: from the beginning. */
  restart(): void {
    this.#count = 0
    this.#sentMs = Number.NEGATIVE_INFINITY
    this.#isAnswered = false
  }

  #regularMs(): number {
    const early = EARLY_AFTER_MS.map((ms) => this.#begunMs + ms).find((ms) => ms > this.#sentMs)
    const isEarly = this.#sentMs - this.#begunMs < EARLY_MS
    return early ?? this.#sentMs + (isEarly ? EARLY_EVERY_MS : REGULAR_EVERY_MS)
  }

  /** Before the first packet nobody knows whether there is silence on air: then once a second. */
  #silenceMs(): number {
    if (this.#heardMs === null) return this.#sentMs + this.#slowEveryMs
    const everyMs = this.#sinceSilence < QUICK_COUNT ? QUICK_EVERY_MS : this.#slowEveryMs
    return Math.max(this.#heardMs + SILENCE_MS, this.#sentMs + everyMs)
  }
}
