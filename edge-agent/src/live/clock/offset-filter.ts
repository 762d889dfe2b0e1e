/** Two crystals differ by so much before anything was measured (60 ppm). */
const DRIFT_SPREAD = 60e-6
const DRIFT_MAX = 300e-6
/** How far difference and drift wander by themselves (temperature): 0.02 ms and 0.1 ppm in ten seconds. */
const PHASE_WANDER_PER_MS = 0.02 ** 2 / 10_000
const DRIFT_WANDER_PER_MS = 0.1e-6 ** 2 / 10_000

/** How far one clock is ahead of another, and how fast that grows: a Kalman filter of two states. */
export class OffsetFilter {
  #atMs: number | null = null
  #offsetMs = 0
  #drift = 0
  #offsetVariance = 0
  #covariance = 0
  #driftVariance = DRIFT_SPREAD ** 2

  /** The offset (ms) at an instant, the future too. */
  at(ms: number): number {
    return this.#offsetMs + this.#drift * (ms - (this.#atMs ?? ms))
  }

  /** Takes an offset measured at `atMs`, off by `spreadMs` (a standard deviation). Instants rise. */
  observe(atMs: number, offsetMs: number, spreadMs: number): void {
    if (this.#atMs === null) {
      this.#atMs = atMs
      this.#offsetMs = offsetMs
      this.#offsetVariance = spreadMs ** 2
      return
    }
    this.#predict(atMs - this.#atMs)
    this.#correct(offsetMs - this.#offsetMs, spreadMs ** 2)
  }

  #predict(passedMs: number): void {
    this.#atMs = (this.#atMs ?? 0) + passedMs
    this.#offsetMs += this.#drift * passedMs
    this.#offsetVariance +=
      passedMs * (2 * this.#covariance + passedMs * this.#driftVariance + PHASE_WANDER_PER_MS)
    this.#covariance += passedMs * this.#driftVariance
    this.#driftVariance += DRIFT_WANDER_PER_MS * passedMs
  }

  #correct(surpriseMs: number, variance: number): void {
    const total = this.#offsetVariance + variance
    const offsetGain = this.#offsetVariance / total
    const driftGain = this.#covariance / total
    this.#offsetMs += offsetGain * surpriseMs
    this.#drift = Math.min(DRIFT_MAX, Math.max(-DRIFT_MAX, this.#drift + driftGain * surpriseMs))
    this.#driftVariance -= driftGain * this.#covariance
    this.#covariance *= 1 - offsetGain
    this.#offsetVariance *= 1 - offsetGain
  }
}
