import { PACKET_MS } from '@tieng-lang/protocol/rtp'

/** A packet that has not come: later ones have, or it is overdue. */
interface Missing {
  index: number
  asks: number
  /** Not asked for (again) before (monotonic ms). */
  patientUntilMs: number
}

/** What came out of order is given so long before it is asked for (RFC 4585 §3.5.1 leaves it to the receiver). */
const REORDER_MS = 20
/** One packet is asked for so often at most. */
const ASKS_MAX = 3
/** Beyond this a hole is an outage: most of it is over before it could be asked for. */
const MISSING_MAX = 128
/** What is due within this time is asked for in one request. */
const TOGETHER_MS = 10
/** A short hole may be asked for again before an answer could be here; more would use up what the sender may send again. */
const URGENT_MAX = 6
/** … though not sooner: a request that comes just behind another is taken for the same by the sender. */
const URGENT_EVERY_MS = 30
/** A request that no later one could replace in time is made twice: the sender sends again once, and one may be lost. */
const TWICE_AFTER_MS = 10
/** Behind the newest nothing has come for so long after it should have: perhaps lost, perhaps slow, perhaps never sent. */
const OVERDUE_MS = 30
/** In a pause of the source, or an outage, no more than so many packets are guessed at. */
const OVERDUE_MAX = 10
/** What is only overdue is asked for while it can be waited for this many times the time of an answer, and not before. */
const OVERDUE_ANSWERS = 1.5

export interface AskLimits {
  /** Monotonic ms. */
  nowMs: number
  /** The quickest that an answer can be here, and the most that it usually takes. */
  roundTripMs: number
  answerMs: number
  /** How long from now packet `index` may still come and be played, in ms. */
  playableMs: (index: number) => number
  /** Whether the packet after it is here and brings it along (in-band FEC). */
  isRestorable: (index: number) => boolean
}

/** Which packets to ask for again (generic NACK, RFC 4585 §6.2.1), and when. */
export class MissingPackets {
  /** In rising order of `index`. */
  #missing: Missing[] = []
  #newest: { index: number; arrivedMs: number } | null = null
  /** Up to this index packets are known, or overdue. */
  #guessedTo = -1

  get count(): number {
    return this.#missing.length
  }

  /** A packet has come, at `nowMs` (monotonic). */
  received(index: number, nowMs: number): void {
    const newest = this.#newest?.index ?? index
    this.#missing = this.#missing.filter((one) => one.index !== index)
    if (this.#newest !== null && index <= newest) return
    const first = Math.max(newest + 1, index - MISSING_MAX)
    // Only the last of them can have been overtaken; the others were due a packet before this one, or longer ago.
    for (let lost = first; lost < index; lost++)
      this.#miss(lost, lost === index - 1 ? nowMs + REORDER_MS : nowMs)
    this.#missing = this.#missing.sort((one, other) => one.index - other.index).slice(-MISSING_MAX)
    this.#newest = { index, arrivedMs: nowMs }
    this.#guessedTo = Math.max(this.#guessedTo, index)
  }

  /**
   * Takes what is to be asked for now, by packet index in rising order. What could not come in time any more, and what was
   * asked for often enough, is given up; what can be restored anyway is asked for once.
   */
  takeDue(limits: AskLimits): number[] {
    const { nowMs, roundTripMs, playableMs, isRestorable } = limits
    this.#guess(limits)
    this.#missing = this.#missing.filter(
      (one) => playableMs(one.index) > roundTripMs && (one.asks < ASKS_MAX || nowMs < one.patientUntilMs),
    )
    if (this.nextMs > nowMs) return []
    this.#missing = this.#missing.filter(
      (one) => one.asks === 0 || one.patientUntilMs > nowMs + TOGETHER_MS || !isRestorable(one.index),
    )
    const due = this.#missing.filter(
      (one) => one.asks < ASKS_MAX && one.patientUntilMs <= nowMs + TOGETHER_MS,
    )
    for (const one of due) {
      one.asks += 1
      one.patientUntilMs = nowMs + this.#againAfterMs(one, limits)
    }
    return due.map(({ index }) => index)
  }

  /** When something may be due next (monotonic ms); +∞ for nothing. */
  get nextMs(): number {
    return Math.min(...this.#missing.map(({ patientUntilMs }) => patientUntilMs), this.#overdueMs())
  }

  clear(): void {
    this.#missing = []
    this.#newest = null
    this.#guessedTo = -1
  }

  #miss(index: number, patientUntilMs: number): void {
    const known = this.#missing.find((one) => one.index === index)
    if (!known) this.#missing.push({ index, asks: 0, patientUntilMs })
    else if (known.asks === 0) known.patientUntilMs = Math.min(known.patientUntilMs, patientUntilMs)
  }

  /** When the next packet that nobody has heard of is overdue. */
  #overdueMs(): number {
    if (this.#newest === null) return Number.POSITIVE_INFINITY
    const { index, arrivedMs } = this.#newest
    const ahead = this.#guessedTo + 1 - index
    return ahead > OVERDUE_MAX ? Number.POSITIVE_INFINITY : arrivedMs + ahead * PACKET_MS + OVERDUE_MS
  }

  /**
   * Where a burst of losses is long, the first of them would be over before a later packet tells of it: what is overdue is
   * asked for unheard, as late as can be.
   */
  #guess({ nowMs, answerMs, playableMs }: AskLimits): void {
    while (this.#overdueMs() <= nowMs) {
      this.#guessedTo += 1
      const patienceMs = Math.max(0, playableMs(this.#guessedTo) - OVERDUE_ANSWERS * answerMs)
      this.#missing.push({ index: this.#guessedTo, asks: 0, patientUntilMs: nowMs + patienceMs })
    }
  }

  #againAfterMs({ index, asks }: Missing, { roundTripMs, answerMs, playableMs }: AskLimits): number {
    const leftMs = playableMs(index)
    if (this.#missing.length <= URGENT_MAX)
      return Math.min(answerMs, Math.max(URGENT_EVERY_MS, (leftMs - roundTripMs) / 2))
    if (asks === 1) return leftMs < 2 * answerMs ? TWICE_AFTER_MS : answerMs
    // Who heard nothing for long may not be heard either for a while: the last request goes as late as it can be answered.
    return Math.max(URGENT_EVERY_MS, leftMs - (roundTripMs + answerMs) / 2)
  }
}
