import { OneWay, type SeenPassages } from './one-way.ts'

/** One exchange of four timestamps (RFC 5905 §8). */
export interface ClockExchange {
  /** Monotonic, ours: when the request left and when its answer was here. */
  sentMs: number
  receivedMs: number
  /** Unix ms, the server's: when the request was there and when the answer left. */
  serverReceivedAt: number
  serverSentAt: number
}

/** What even the quickest is off by: event loops and interrupts at both ends. */
const NOISE_MS = 0.08
/** Round trips by which the quickest is known. */
const ROUND_TRIPS_KEPT = 180
/** What the path is like now. */
const RECENT_ROUND_TRIPS = 16
/** No exchange is off by more than half its round trip: beyond that the server's clock was set, or another one answers. */
const SURPRISE_MS = 20
/** Two crystals differ by so much before anything was measured (60 ppm), and never by more than this. */
const RATE_SPREAD = 60e-6
const RATE_MAX = 300e-6
/** Each step narrows the rate down to 0.618 of what it was: 30 of them leave 0.0003 ppm. */
const GOLDEN = (Math.sqrt(5) - 1) / 2
const SEARCH_STEPS = 30

/**
 * What the server's clock shows, by an instant of ours. Nothing arrives sooner than the way takes, so in each direction
 * the quickest say where the clocks stand; both at once are rarely quick over a mobile network, but some of each are
 * within minutes, and the server's reports, one a second, are passages too. The rate at which the clocks run apart is the
 * one that leaves least to be explained by waiting on the way (the likeliest, where waits are exponential).
 */
export class ServerClock {
  readonly #there = new OneWay()
  readonly #back = new OneWay()
  #roundTrips: number[] = []
  #count = 0
  /** Server's clock minus ours at an instant (monotonic ms), and by how much that grows for each ms. */
  #offset: { atMs: number; ms: number } | null = null
  #rate = 0

  /** How many exchanges it rests on. */
  get count(): number {
    return this.#count
  }

  get isKnown(): boolean {
    return this.#offset !== null
  }

  /** The quickest of the last round trips, in ms; 0 before the first. */
  get roundTripMs(): number {
    return this.#roundTrips.length === 0 ? 0 : Math.min(...this.#roundTrips)
  }

  /** The most that an answer takes as things are: the last round trips, and twice their mean deviation. */
  get answerMs(): number {
    const last = this.#roundTrips.slice(-RECENT_ROUND_TRIPS)
    if (last.length === 0) return 0
    const mean = last.reduce((sum, ms) => sum + ms / last.length, 0)
    return mean + 2 * last.reduce((sum, ms) => sum + Math.abs(ms - mean) / last.length, 0)
  }

  /** The server's clock (Unix ms) at an instant of our monotonic clock. Only where `isKnown`. */
  serverAt(monotonicMs: number): number {
    if (this.#offset === null) return monotonicMs
    return monotonicMs + this.#offset.ms + this.#rate * (monotonicMs - this.#offset.atMs)
  }

  /** Takes one exchange; one that contradicts itself is passed over. */
  observe({ sentMs, receivedMs, serverReceivedAt, serverSentAt }: ClockExchange): void {
    const roundTripMs = receivedMs - sentMs - (serverSentAt - serverReceivedAt)
    if (!(roundTripMs >= 0) || serverSentAt < serverReceivedAt) return
    const middleMs = (sentMs + receivedMs) / 2
    const errorMs = (serverReceivedAt + serverSentAt) / 2 - this.serverAt(middleMs)
    if (this.isKnown && Math.abs(errorMs) > SURPRISE_MS + roundTripMs / 2) this.clear()
    this.#count += 1
    this.#roundTrips = [...this.#roundTrips, roundTripMs].slice(-ROUND_TRIPS_KEPT)
    this.#there.note({ atMs: sentMs, passedMs: serverReceivedAt - sentMs }, this.#rate)
    this.#back.note({ atMs: receivedMs, passedMs: receivedMs - serverSentAt }, -this.#rate)
    this.#draw(receivedMs)
  }

  /** Takes a report that left at an instant of the server's; only an exchange tells of a clock that was set. */
  reported(serverSentAt: number, receivedMs: number): void {
    if (!this.isKnown) return
    const passedMs = receivedMs - serverSentAt
    const { leastMs } = this.#back.seenAt(receivedMs, -this.#rate)
    if (!(passedMs > leastMs - SURPRISE_MS)) return
    this.#back.note({ atMs: receivedMs, passedMs }, -this.#rate)
    this.#draw(receivedMs)
  }

  /** Another server's clock, or none: nothing is known of it. */
  clear(): void {
    this.#there.clear()
    this.#back.clear()
    this.#roundTrips = []
    this.#count = 0
    this.#offset = null
    this.#rate = 0
  }

  #draw(atMs: number): void {
    this.#rate = this.#likeliestRate(atMs)
    const there = this.#there.seenAt(atMs, this.#rate)
    const back = this.#back.seenAt(atMs, -this.#rate)
    this.#offset = { atMs, ms: (there.leastMs - back.leastMs) / 2 }
  }

  /** By golden section. */
  #likeliestRate(atMs: number): number {
    let [low, high] = [-RATE_MAX, RATE_MAX]
    for (let step = 0; step < SEARCH_STEPS; step++) {
      const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
      if (this.#unlikelihood(left, atMs) < this.#unlikelihood(right, atMs)) high = right
      else low = left
    }
    return (low + high) / 2
  }

  #unlikelihood(rate: number, atMs: number): number {
    const waits = ({ count, excessMs }: SeenPassages) => count * Math.log(excessMs + NOISE_MS)
    const there = waits(this.#there.seenAt(atMs, rate))
    return there + waits(this.#back.seenAt(atMs, -rate)) + (rate / RATE_SPREAD) ** 2 / 2
  }
}
