/**
 * When does a sample leave the card? Estimated from reports "the card has taken `positionSamples`", each received a
 * little late: by the network, by the event loop, never early.
 *
 * So of each window only the least late report counts, and a Kalman filter over two unknowns, the instant and the
 * rate of the card's clock, follows these (R. E. Kalman, 1960; the two-state clock model of NTP-like filters). At
 * first the rate is unknown to ±100 ppm and corrections are large; with time they become a few microseconds.
 */
const WINDOW_MS = 500
/** Reports needed, over this long, before the first estimate is good to about a millisecond. */
const LOCK_REPORTS = 4
const LOCK_MS = 100
/** Noise of a window's least late report, as a standard deviation. */
const REPORT_NOISE_MS = 0.3
const RATE_DOUBT_INITIAL = 100e-6
/** How fast the crystal's rate may wander: 1 ppm in a minute. */
const RATE_WANDER_PER_MS = 1e-6 ** 2 / 60_000
const INSTANT_WANDER_PER_MS = 0.01 ** 2 / 500
/** Reports cannot come early: one that does by this much proves the estimate wrong. */
const EARLY_MS_MAX = 5
/** Windows may be late while the machine is busy; this late, this often, the card has jumped. */
const LATE_MS_MAX = 20
const LATE_WINDOWS_MAX = 3

interface Observation {
  positionSamples: number
  monotonicMs: number
}

export class SampleClock {
  readonly #msPerSample: number
  /** Estimate: position `#anchor.positionSamples` is at `#anchor.monotonicMs`, a sample lasts `(1 + #slope)` nominal. */
  #anchor: Observation | null = null
  #slope = 0
  #instantVariance = 0
  #covariance = 0
  #slopeVariance = RATE_DOUBT_INITIAL ** 2
  #windowStartMs = 0
  #windowEndMs = 0
  #windowBest: Observation | null = null
  #reports = 0
  #firstMs = 0
  #isFirstWindow = true
  #lateWindows = 0
  #relocks = 0

  constructor(sampleRateHz: number) {
    this.#msPerSample = 1000 / sampleRateHz
  }

  /** Whether there is an estimate fit for timing sound. */
  get isLocked(): boolean {
    return (
      this.#anchor !== null && this.#reports >= LOCK_REPORTS && this.#windowEndMs - this.#firstMs >= LOCK_MS
    )
  }

  /** How much faster than nominal the card runs, in parts per million. */
  get ppm(): number {
    return -this.#slope * 1e6
  }

  /** How often the estimate had to be thrown away because the card contradicted it. */
  get relocks(): number {
    return this.#relocks
  }

  /** Forgets where the card is but keeps what is known of its rate: for a new connection to the same card. */
  reset(): void {
    this.#anchor = null
    this.#windowBest = null
    this.#isFirstWindow = true
    this.#reports = 0
    this.#lateWindows = 0
  }

  /** Takes a report received at `monotonicMs`. */
  observe(positionSamples: number, monotonicMs: number): void {
    const observation = { positionSamples, monotonicMs }
    if (this.#anchor === null) this.#begin(observation)
    const lateMs = this.#lateMs(observation)
    if (!this.#isFirstWindow && lateMs < -EARLY_MS_MAX) {
      this.#relock(observation)
      return
    }
    this.#reports += 1
    this.#windowEndMs = monotonicMs
    if (this.#windowBest === null || lateMs < this.#lateMs(this.#windowBest)) this.#windowBest = observation
    // While nothing better is known, the least late report so far is the estimate.
    if (this.#isFirstWindow && lateMs < 0) this.#anchor = observation
    if (monotonicMs - this.#windowStartMs < WINDOW_MS) return
    if (!this.#isFirstWindow) this.#closeWindow(this.#windowBest)
    this.#isFirstWindow = false
    this.#windowStartMs = monotonicMs
    this.#windowBest = null
  }

  /** The monotonic instant at which a position leaves the card, or `null` before the first report. */
  timeOf(positionSamples: number): number | null {
    return this.#anchor === null
      ? null
      : timeAt(this.#anchor, positionSamples, this.#msPerSample * (1 + this.#slope))
  }

  /** The position that leaves the card at a monotonic instant, or `null` before the first report. */
  positionAt(monotonicMs: number): number | null {
    if (this.#anchor === null) return null
    const elapsedMs = monotonicMs - this.#anchor.monotonicMs
    return this.#anchor.positionSamples + elapsedMs / (this.#msPerSample * (1 + this.#slope))
  }

  #begin(observation: Observation): void {
    this.#anchor = observation
    this.#instantVariance = REPORT_NOISE_MS ** 2
    this.#covariance = 0
    this.#windowStartMs = observation.monotonicMs
    this.#firstMs = observation.monotonicMs
  }

  #relock(observation: Observation): void {
    this.#relocks += 1
    this.reset()
    this.observe(observation.positionSamples, observation.monotonicMs)
  }

  #lateMs(observation: Observation): number {
    return observation.monotonicMs - (this.timeOf(observation.positionSamples) ?? observation.monotonicMs)
  }

  #closeWindow(best: Observation): void {
    const lateMs = this.#lateMs(best)
    this.#lateWindows = lateMs > LATE_MS_MAX ? this.#lateWindows + 1 : 0
    if (this.#lateWindows >= LATE_WINDOWS_MAX) {
      this.#relock(best)
    } else {
      this.#predict(best.positionSamples)
      this.#correct(lateMs)
    }
  }

  /** Moves the anchor to a later position; doubt about the rate becomes doubt about the instant. */
  #predict(positionSamples: number): void {
    const anchor = this.#anchor
    if (anchor === null) return
    const nominalMs = (positionSamples - anchor.positionSamples) * this.#msPerSample
    this.#anchor = { positionSamples, monotonicMs: anchor.monotonicMs + nominalMs * (1 + this.#slope) }
    this.#instantVariance +=
      2 * nominalMs * this.#covariance +
      nominalMs ** 2 * this.#slopeVariance +
      INSTANT_WANDER_PER_MS * nominalMs
    this.#covariance += nominalMs * this.#slopeVariance
    this.#slopeVariance += RATE_WANDER_PER_MS * nominalMs
  }

  #correct(lateMs: number): void {
    const anchor = this.#anchor
    if (anchor === null) return
    // A late window is probably a busy machine: the later, the less it is believed.
    const noise = REPORT_NOISE_MS ** 2 + (lateMs > 0 ? lateMs ** 2 : 0)
    const total = this.#instantVariance + noise
    const instantGain = this.#instantVariance / total
    const slopeGain = this.#covariance / total
    this.#anchor = { ...anchor, monotonicMs: anchor.monotonicMs + instantGain * lateMs }
    this.#slope += slopeGain * lateMs
    this.#slopeVariance -= slopeGain * this.#covariance
    this.#covariance -= instantGain * this.#covariance
    this.#instantVariance -= instantGain * this.#instantVariance
  }
}

function timeAt(anchor: Observation, positionSamples: number, msPerSample: number): number {
  return anchor.monotonicMs + (positionSamples - anchor.positionSamples) * msPerSample
}
