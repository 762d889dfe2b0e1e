/** A packet that has not come although later ones have. */
interface Missing {
  index: number
  noticedMs: number
  asks: number
  askedMs: number
}

/** What came out of order is given so long before it is asked for (RFC 4585 §3.5.1 leaves it to the receiver). */
const REORDER_MS = 20
/** One packet is asked for so often at most. */
const ASKS_MAX = 3
/** Beyond this a hole is an outage: the sender sends again what is still playable by itself. */
const MISSING_MAX = 128
/** Between two requests for the same packet there is a round trip, and so much for its jitter. */
const PATIENCE_MS = 15

export interface AskLimits {
  /** Monotonic ms. */
  nowMs: number
  roundTripMs: number
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
    for (let lost = first; lost < index; lost++)
      this.#missing.push({ index: lost, noticedMs: nowMs, asks: 0, askedMs: 0 })
    this.#missing = this.#missing.slice(-MISSING_MAX)
    this.#newest = index
  }

  /**
   * Takes what is to be asked for now, by packet index in rising order. What could not come in time any more, and what was
   * asked for often enough, is given up.
   */
  takeDue({ nowMs, roundTripMs, playableMs }: AskLimits): number[] {
    const isDue = (one: Missing) => nowMs >= patientUntilMs(one, roundTripMs)
    this.#missing = this.#missing.filter(
      (one) => playableMs(one.index) > roundTripMs && (one.asks < ASKS_MAX || !isDue(one)),
    )
    const due = this.#missing.filter((one) => one.asks < ASKS_MAX && isDue(one))
    for (const one of due) {
      one.asks += 1
      one.askedMs = nowMs
    }
    return due.map(({ index }) => index)
  }

  /** When something may be due next (monotonic ms); +∞ for nothing. */
  nextMs(roundTripMs: number): number {
    return Math.min(...this.#missing.map((one) => patientUntilMs(one, roundTripMs)), Number.POSITIVE_INFINITY)
  }

  clear(): void {
    this.#missing = []
    this.#newest = null
  }
}

/** Until then nobody asks (again). */
function patientUntilMs({ noticedMs, asks, askedMs }: Missing, roundTripMs: number): number {
  return asks === 0 ? noticedMs + REORDER_MS : askedMs + roundTripMs + PATIENCE_MS
}
