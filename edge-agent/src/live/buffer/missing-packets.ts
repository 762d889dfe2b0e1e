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
      this.#missing.push({ index: lost, asks: 0, patientUntilMs: nowMs + REORDER_MS })
    this.#missing = this.#missing.slice(-MISSING_MAX)
    this.#newest = index
  }

  /**
   * Takes what is to be asked for now, by packet index in rising order. What could not come in time any more, and what was
   * asked for often enough, is given up.
   */
  takeDue({ nowMs, roundTripMs, playableMs }: AskLimits): number[] {
    this.#missing = this.#missing.filter(
      (one) => playableMs(one.index) > roundTripMs && (one.asks < ASKS_MAX || nowMs < one.patientUntilMs),
    )
    const due = this.#missing.filter((one) => one.asks < ASKS_MAX && nowMs >= one.patientUntilMs)
    for (const one of due) {
      one.asks += 1
      one.patientUntilMs = nowMs + patienceMs(roundTripMs, playableMs(one.index))
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

/** A round trip and its jitter; but where it would be too late then, half of the time in which it still makes sense. */
function patienceMs(roundTripMs: number, playableMs: number): number {
  return Math.min(roundTripMs + PATIENCE_MS, Math.max(REORDER_MS, (playableMs - roundTripMs) / 2))
}
