import { SECOND_MS } from '@tieng-lang/protocol'
import { PACKET_MS, RTP_CLOCK_HZ } from '@tieng-lang/protocol/rtp'

const SAMPLES_PER_MS = RTP_CLOCK_HZ / SECOND_MS
/** How fast the mapping follows a microphone whose clock drifts: inaudible, and faster than any crystal. */
const SLEW_MS_PER_SECOND = 0.2
/** And how slowly it gives in: clusters draw a line through it, so it has to be one. */
const SLEW_TIME_MS = 15 * SECOND_MS
/** A packet that comes this much before it could proves that the first ones were late. */
const EARLY_MS_MAX = 40
/** So long the quickest packet is looked for: the way from the microphone differs from packet to packet. */
const WINDOW_MS = 10 * SECOND_MS
/** Whether the microphone is where it was is seen by the packets of so short a time. */
const RECENT_MS = 2 * SECOND_MS

/** A packet's first sample, counted from the session's first one, and the instant in server time at which it was taken. */
export interface Dated {
  sample: number
  capturedAt: number
}

/**
 * Dates what microphones count, in server time, by the arrivals of their packets. The one that came quickest of the last
 * ones has been on its way for the shortest time, and no packet arrives before its end was taken.
 *
 * Server time and the session's count keep to each other, but for a slow slew that follows the sound card's own clock; so
 * clusters stay in step. Where a microphone's count is plainly off (it slept, it was changed for another) it is the count
 * that is moved: that time was silence, or has been heard already.
 */
export class CaptureClock {
  readonly #lateMsMax: number
  /** Server time at the session's sample 0; undefined before the first packet. */
  #zeroAt: number | undefined
  #adjustedAt = 0
  /** From the microphone's count to the session's; undefined where another one begins. */
  #offsetSamples: number | undefined
  /** Of the last seconds: how much later than expected each packet came. */
  #arrivals: LateArrival[] = []

  /**
   * Of a session with this delay. While all packets come up to half of it late they are still heard in time; beyond that
   * the microphone must have slept.
   */
  constructor(delayMs: number) {
    this.#lateMsMax = Math.max(EARLY_MS_MAX, delayMs / 2)
  }

  /** To be asked for each packet in its order, at its arrival. */
  date(captureSample: number, arrivedAt: number): Dated {
    // A packet can be sent once its last sample was taken.
    const zeroAt = this.#zeroAt ?? arrivedAt - PACKET_MS
    this.#zeroAt = zeroAt
    const due = (arrivedAt - PACKET_MS - zeroAt) * SAMPLES_PER_MS
    this.#offsetSamples ??= Math.round(due - captureSample)
    const lateMs = (due - captureSample - this.#offsetSamples) / SAMPLES_PER_MS
    this.#arrivals = since(this.#arrivals, arrivedAt - WINDOW_MS)
    this.#arrivals.push({ arrivedAt, lateMs })
    if (!this.#isCountMoved(arrivedAt)) this.#slew(zeroAt, arrivedAt)
    this.#adjustedAt = arrivedAt
    const sample = captureSample + this.#offsetSamples
    return { sample, capturedAt: this.#zeroAt + sample / SAMPLES_PER_MS }
  }

  /** What comes next is counted by another microphone. */
  beginSource(): void {
    this.#offsetSamples = undefined
    this.#arrivals = []
  }

  /** Earlier is proven by one packet; later is only believed of a whole second of them. */
  #isCountMoved(now: number): boolean {
    const recent = since(this.#arrivals, now - RECENT_MS)
    const leastLateMs = leastLateOf(recent)
    const isEarly = leastLateMs < -EARLY_MS_MAX
    const isSure = isEarly || now - (recent[0]?.arrivedAt ?? now) > RECENT_MS / 2
    if (!isEarly && leastLateMs <= this.#lateMsMax) return false
    if (!isSure) return true
    // What came before it says nothing of the count as it is now.
    this.#arrivals = recent
    const samples = Math.round(leastLateMs * SAMPLES_PER_MS)
    this.#offsetSamples = (this.#offsetSamples ?? 0) + samples
    for (const each of recent) each.lateMs -= samples / SAMPLES_PER_MS
    return true
  }

  #slew(zeroAt: number, now: number): void {
    const passedMs = Math.min(SECOND_MS, now - this.#adjustedAt)
    const mostMs = (SLEW_MS_PER_SECOND * passedMs) / SECOND_MS
    const wantedMs = (leastLateOf(this.#arrivals) * passedMs) / SLEW_TIME_MS
    const slewMs = Math.max(-mostMs, Math.min(mostMs, wantedMs))
    this.#zeroAt = zeroAt + slewMs
    for (const each of this.#arrivals) each.lateMs -= slewMs
  }
}

interface LateArrival {
  arrivedAt: number
  lateMs: number
}

function since(arrivals: readonly LateArrival[], at: number): LateArrival[] {
  return arrivals.filter(({ arrivedAt }) => arrivedAt > at)
}

function leastLateOf(arrivals: readonly LateArrival[]): number {
  return arrivals.reduce((least, { lateMs }) => Math.min(least, lateMs), Number.POSITIVE_INFINITY)
}
