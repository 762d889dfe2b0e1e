import { OffsetFilter } from './offset-filter.ts'

/**
 * One exchange of four timestamps (RFC 5905 §8): it says the difference of two clocks to within half of what its round
 * trip took longer than it had to.
 */
export interface ClockExchange {
  /** Monotonic, ours: when the request left and when its answer was here. */
  sentMs: number
  receivedMs: number
  /** Unix ms, the server's: when the request was there and when the answer left. */
  serverReceivedAt: number
  serverSentAt: number
}

/** What even the quickest exchange is off by: event loops and interrupts at both ends. */
const NOISE_MS = 0.08
/** Half an hour at one in ten seconds: over a mobile network only many of them know the rate of our crystal. */
const EXCHANGES_KEPT = 180
/** What the path is like now. */
const RECENT_EXCHANGES = 16
/** No exchange is off by more than half its round trip: beyond that the server's clock was set, or another one answers. */
const SURPRISE_MS = 20

interface Sample {
  /** The middle of the exchange (monotonic ms), and server's clock minus ours then. */
  atMs: number
  differenceMs: number
  roundTripMs: number
}

/**
 * What the server's clock shows, by an instant of ours. The last exchanges go through a filter of difference and rate,
 * each weighed by how much longer than the quickest it took; anew with each, since only then the quickest is known.
 */
export class ServerClock {
  #samples: Sample[] = []
  #filter: OffsetFilter | null = null
  #roundTripMs = 0

  /** How many exchanges it rests on. */
  get count(): number {
    return this.#samples.length
  }

  get isKnown(): boolean {
    return this.#filter !== null
  }

  /** The quickest of the last round trips, in ms; 0 before the first. */
  get roundTripMs(): number {
    return this.#roundTripMs
  }

  /** The most that an answer takes as things are: the last round trips, and twice their mean deviation. */
  get answerMs(): number {
    const last = this.#samples.slice(-RECENT_EXCHANGES).map(({ roundTripMs }) => roundTripMs)
    if (last.length === 0) return 0
    const mean = last.reduce((sum, ms) => sum + ms / last.length, 0)
    return mean + 2 * last.reduce((sum, ms) => sum + Math.abs(ms - mean) / last.length, 0)
  }

  /** The server's clock (Unix ms) at an instant of our monotonic clock. Only where `isKnown`. */
  serverAt(monotonicMs: number): number {
    return monotonicMs + (this.#filter?.at(monotonicMs) ?? 0)
  }

  /** Takes one exchange; one that contradicts itself is passed over. */
  observe({ sentMs, receivedMs, serverReceivedAt, serverSentAt }: ClockExchange): void {
    const roundTripMs = receivedMs - sentMs - (serverSentAt - serverReceivedAt)
    if (!(roundTripMs >= 0) || serverSentAt < serverReceivedAt) return
    const sample = {
      atMs: (sentMs + receivedMs) / 2,
      differenceMs: (serverReceivedAt + serverSentAt - sentMs - receivedMs) / 2,
      roundTripMs,
    }
    if (this.#isSurprising(sample)) this.#samples = []
    this.#samples = [...this.#samples, sample].slice(-EXCHANGES_KEPT).sort((a, b) => a.atMs - b.atMs)
    this.#filterAnew()
  }

  #isSurprising({ atMs, differenceMs, roundTripMs }: Sample): boolean {
    if (this.#filter === null) return false
    return Math.abs(differenceMs - this.#filter.at(atMs)) > SURPRISE_MS + roundTripMs / 2
  }

  #filterAnew(): void {
    const count = this.#samples.length
    const roundTrips = this.#samples.map(({ roundTripMs }) => roundTripMs)
    this.#roundTripMs = Math.min(...roundTrips)
    const excessMs = roundTrips.reduce((sum, ms) => sum + ms - this.#roundTripMs, 0) / count
    // The quickest so far is hardly the quickest there can be: the fewer there are, the less.
    const unknownMs = excessMs / Math.sqrt(count)
    const filter = new OffsetFilter()
    for (const { atMs, differenceMs, roundTripMs } of this.#samples) {
      // Anywhere within ± half of the excess: as a standard deviation the half divided by √3.
      const spreadMs = NOISE_MS + (roundTripMs - this.#roundTripMs + unknownMs) / (2 * Math.sqrt(3))
      filter.observe(atMs, differenceMs, spreadMs)
    }
    this.#filter = filter
  }
}
