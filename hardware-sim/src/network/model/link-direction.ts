import type { Chance } from '@tieng-lang/protocol'
import type { DirectionProfile } from '../profiles.ts'
import { Jitter, meanJitterMs } from './jitter.ts'
import { PacketLoss } from './packet-loss.ts'
import { RandomIntervals } from './random-intervals.ts'

/** Datagrams that would wait longer than this for their turn are dropped, as a router's queue does. */
const QUEUE_MS_MAX = 1_000
/** How much later than the others an overtaken packet comes, and a copy than its original. */
const OVERTAKEN_MS_MIN = 10
const OVERTAKEN_MS_MAX = 50
const COPY_MS_MAX = 20
/** So often in a row is no segment lost: bytes of TCP are late, never gone. */
const ATTEMPTS_MAX = 12

/** How long a packet takes on average, queues of our own making apart. */
export function meanDelayMs({ delayMs, jitter }: DirectionProfile): number {
  return delayMs + meanJitterMs(jitter)
}

/**
 * One direction of a link as a pure function of what it is asked and its chance: no clock, no timer. Instants are
 * milliseconds of whatever monotonic clock the caller has, and must not run backwards from call to call.
 */
export class LinkDirection {
  readonly #chance: Chance
  #profile!: DirectionProfile
  #retransmitMs = 0
  #jitter!: Jitter
  #loss!: PacketLoss
  #spikes!: RandomIntervals
  #blackouts!: RandomIntervals
  /** When everything that was handed over so far has left. */
  #freeAtMs = Number.NEGATIVE_INFINITY
  #lastArrivalMs = Number.NEGATIVE_INFINITY
  /** An outage: nothing gets through until it is false again. */
  isOut = false

  constructor(chance: Chance) {
    this.#chance = chance
  }

  /** Behaves by `profile` from now on. `retransmitMs`: what a lost TCP segment costs, being sent a second time. */
  use(profile: DirectionProfile, retransmitMs: number): void {
    this.#profile = profile
    this.#retransmitMs = retransmitMs
    this.#jitter = new Jitter(profile.jitter, this.#chance)
    this.#loss = new PacketLoss(profile.loss, this.#chance)
    this.#spikes = new RandomIntervals(profile.spikes, this.#chance)
    this.#blackouts = new RandomIntervals(profile.blackouts, this.#chance)
  }

  get bitsPerSecond(): number {
    return this.#profile.bitsPerSecond
  }

  /** When a datagram that is sent now arrives: never, once, or twice; instants in no particular order. */
  datagram(nowMs: number, sizeBytes: number): number[] {
    if (this.isOut || this.#freeAtMs - nowMs > QUEUE_MS_MAX) return []
    const leftAtMs = this.#leave(nowMs, sizeBytes)
    const arrivalMs = this.#travel(leftAtMs, nowMs)
    if (this.#loss.isNextLost() || this.#blackouts.endOf(leftAtMs) !== undefined) return []
    const { reordered, duplicated } = this.#profile
    const originalMs = this.#isDrawn(reordered) ? this.#overtaken(arrivalMs) : this.#inOrder(arrivalMs)
    if (!this.#isDrawn(duplicated)) return [originalMs]
    return [originalMs, originalMs + this.#chance.next() * COPY_MS_MAX]
  }

  /**
   * When a TCP segment that is sent now has got through; +∞ during an outage, whose end nobody knows. A lost one comes
   * the retransmission's delay later, each time twice that of the time before (RFC 6298 §5.5).
   */
  segment(nowMs: number, sizeBytes: number): number {
    if (this.isOut) return Number.POSITIVE_INFINITY
    const leftAtMs = this.#leave(nowMs, sizeBytes)
    const arrivalMs = this.#travel(leftAtMs, nowMs)
    if (!this.#loss.isNextLost() && this.#blackouts.endOf(leftAtMs) === undefined)
      return this.#inOrder(arrivalMs)
    let waitMs = this.#retransmitMs
    let lateMs = waitMs
    for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt += 1) {
      if (!this.#loss.isLoneLost() && this.#blackouts.endOf(leftAtMs + lateMs) === undefined) break
      waitMs *= 2
      lateMs += waitMs
    }
    return arrivalMs + lateMs
  }

  /** When its last bit is on its way: after all that waits before it. */
  #leave(nowMs: number, sizeBytes: number): number {
    const takesMs = (sizeBytes * 8 * 1_000) / this.#profile.bitsPerSecond
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + takesMs
    return this.#freeAtMs
  }

  #travel(leftAtMs: number, nowMs: number): number {
    const movesAtMs = this.#spikes.endOf(leftAtMs) ?? leftAtMs
    return movesAtMs + this.#profile.delayMs + this.#jitter.nextMs(nowMs)
  }

  #inOrder(arrivalMs: number): number {
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, arrivalMs)
    return this.#lastArrivalMs
  }

  #overtaken(arrivalMs: number): number {
    return arrivalMs + OVERTAKEN_MS_MIN + this.#chance.next() * (OVERTAKEN_MS_MAX - OVERTAKEN_MS_MIN)
  }

  #isDrawn(share: number): boolean {
    return share > 0 && this.#chance.next() < share
  }
}
