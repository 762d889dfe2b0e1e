/** A packet that has not come although later ones have. */
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
/** Beyond this a hole is an outage: the sender sends again what is still playable by itself. */
const MISSING_MAX = 128
/** What is due within this time is asked for in one request. */
const TOGETHER_MS = 10
/** A short hole may be asked for again before an answer could be here; more would use up what the sender may send again. */
const URGENT_MAX = 6

export interface AskLimits {
  /** Monotonic ms. */
  nowMs: number
  /** The quickest that an answer can be here, and the most that it usually takes. */
  roundTripMs: number
  answerMs: number
  /** How long from now packet `index` may still come and be played, in ms. */
  playableMs: (index: number) => number
}

/** Which packets to ask for again (generic NACK, RFC 4585 §6.2.1), and when. */
export class MissingPackets {
  #missing: Missing[] = []
  #newest: number | null = null

  get count(): number {
    return this.#missing.length
  }

  /** A packet has come, at `nowMs` (monotonic). */
  received(index: number, nowMs: number): void {
    if (this.#newest === null) this.#newest = index
    if (index <= this.#newest) {
      this.#missing = this.#missing.filter((one) => one.index !== index)
      return
    }
    const first = Math.max(this.#newest + 1, index - MISSING_MAX)
    for (let lost = first; lost < index; lost++) {
      // Only the last of them can have been overtaken; the others were due a packet before this one, or longer ago.
      const patientUntilMs = lost === index - 1 ? nowMs + REORDER_MS : nowMs
      this.#missing.push({ index: lost, asks: 0, patientUntilMs })
    }
    this.#missing = this.#missing.slice(-MISSING_MAX)
    this.#newest = index
  }

  /**
   * Takes what is to be asked for now, by packet index in rising order. What could not come in time any more, and what was
   * asked for often enough, is given up.
   */
  takeDue({ nowMs, roundTripMs, answerMs, playableMs }: AskLimits): number[] {
    this.#missing = this.#missing.filter(
      (one) => playableMs(one.index) > roundTripMs && (one.asks < ASKS_MAX || nowMs < one.patientUntilMs),
    )
    if (this.nextMs > nowMs) return []
    const due = this.#missing.filter(
      (one) => one.asks < ASKS_MAX && one.patientUntilMs <= nowMs + TOGETHER_MS,
    )
    const isUrgent = this.#missing.length <= URGENT_MAX
    for (const one of due) {
      const leftMs = Math.max(REORDER_MS, (playableMs(one.index) - roundTripMs) / 2)
      one.asks += 1
      one.patientUntilMs = nowMs + (isUrgent ? Math.min(answerMs, leftMs) : answerMs)
    }
    return due.map(({ index }) => index)
  }

  /** When something may be due next (monotonic ms); +∞ for nothing. */
  get nextMs(): number {
    return Math.min(...this.#missing.map(({ patientUntilMs }) => patientUntilMs), Number.POSITIVE_INFINITY)
  }

  clear(): void {
    this.#missing = []
    this.#newest = null
  }
}
