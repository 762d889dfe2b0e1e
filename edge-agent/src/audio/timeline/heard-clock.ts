import { FRAME_MS } from '../frame.ts'

/** Expected spread of the output's estimates. */
const ESTIMATE_SPREAD_MS = 0.5
/** Expected spread of sound cards before anything was measured, as a share of time (60 ppm). */
const DRIFT_SPREAD = 60e-6
const DRIFT_MAX = 150e-6
/** How far phase and drift may wander within a frame (temperature, scheduling): they set how long the past counts. */
const PHASE_WANDER_MS = 0.002
const DRIFT_WANDER = 2e-8
/** An estimate this far off is not noise. Alone it is ignored; three in a row are a new truth. */
const JUMP_MS = 10
const JUMP_FRAMES = 3

/**
 * When frames are heard, smoothed: follows the phase and the drift of the sound card behind jittering estimates (a
 * Kalman filter of two states), so that jitter does not wobble the pitch, and tells a jump from an outlier.
 *
 * Instants are kept relative to the first one, since a Unix time in a double is only good to 0.2 µs.
 */
export class HeardClock {
  /** Whole Unix milliseconds to which `elapsedMs` is to be added; `null` before the first frame. */
  originAt: number | null = null
  /** The instant of the newest frame. */
  elapsedMs = 0
  /** By how much more than 20 ms is heard from frame to frame: 1e-4 = 100 ppm, the card is slow. */
  drift = 0
  #phaseVariance = ESTIMATE_SPREAD_MS ** 2
  #driftVariance = DRIFT_SPREAD ** 2
  #covariance = 0
  #strangers = 0

  /** Takes the output's estimate for the next frame, `FRAME_MS` of the card's own time after the one before. */
  observe(heardAt: number): void {
    if (this.originAt === null) {
      this.originAt = Math.floor(heardAt)
      this.elapsedMs = heardAt - this.originAt
      return
    }
    this.#predict()
    const surpriseMs = heardAt - this.originAt - this.elapsedMs
    if (Math.abs(surpriseMs) <= JUMP_MS) this.#correct(surpriseMs)
    else this.#doubt(surpriseMs)
  }

  #predict(): void {
    this.elapsedMs += FRAME_MS * (1 + this.drift)
    this.#phaseVariance +=
      FRAME_MS * (2 * this.#covariance + FRAME_MS * this.#driftVariance) + PHASE_WANDER_MS ** 2
    this.#covariance += FRAME_MS * this.#driftVariance
    this.#driftVariance += DRIFT_WANDER ** 2
  }

  #correct(surpriseMs: number): void {
    this.#strangers = 0
    const spread = this.#phaseVariance + ESTIMATE_SPREAD_MS ** 2
    const phaseGain = this.#phaseVariance / spread
    const driftGain = this.#covariance / spread
    this.elapsedMs += phaseGain * surpriseMs
    this.drift = Math.min(DRIFT_MAX, Math.max(-DRIFT_MAX, this.drift + driftGain * surpriseMs))
    this.#driftVariance -= driftGain * this.#covariance
    this.#covariance *= 1 - phaseGain
    this.#phaseVariance *= 1 - phaseGain
  }

  /** The drift is a property of the card and survives a jump. */
  #doubt(surpriseMs: number): void {
    this.#strangers++
    if (this.#strangers < JUMP_FRAMES) return
    this.#strangers = 0
    this.elapsedMs += surpriseMs
    this.#phaseVariance = ESTIMATE_SPREAD_MS ** 2
    this.#covariance = 0
  }
}
