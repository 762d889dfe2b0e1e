import { FRAME_SAMPLES, type FrameSource, type PcmFrame, SAMPLE_RATE_HZ } from '../frame.ts'
import { CUT_FADE_SAMPLES, fadeOut } from '../signal/fade.ts'
import { resample, TAPS_AFTER, TAPS_BEFORE } from '../signal/resampler.ts'
import { SAMPLES_PER_MS, type TimelineSource } from '../sounds/sound.ts'
import { HeardClock } from './heard-clock.ts'

/** An error is worked off within about this time … */
const CORRECTION_SECONDS = 5
/** … but never faster than 0.1 ms a second beyond the card's drift, and 0.2 ms a second in all. */
const SLEW_MAX = 100e-6
const CORRECTION_MAX = 200e-6
/** Beyond this a slow correction would leave the plan's ±20 ms for minutes: the output stalled. */
const RESEAT_MS = 15
/** No stall takes time back by so much, and none takes so long: the clock was set. */
const CLOCK_STEP_BACK_MS = 1000
const CLOCK_STEP_AHEAD_MS = 60_000

export interface AlignerHooks {
  /** The clock was set while something sounded: that goes on where it is, by so many samples earlier or later. */
  moveSounding(sampleCount: number): void
}

/**
 * Puts the timeline of samples onto the sound card's own clock: sample n of the timeline leaves the horn at n / 48 ms.
 *
 * Error = where the output says it is − where we are. It is held near zero by reading the timeline a few ppm faster or
 * slower. In silence the position is simply set, since nobody hears it; a stalled output is followed by a short
 * crossfade; a clock that was set moves the sound with it.
 */
export class Aligner implements FrameSource {
  reseatCount = 0
  clockStepCount = 0
  readonly #inner: TimelineSource
  readonly #hooks: AlignerHooks
  readonly #clock = new HeardClock()
  readonly #out = new Float32Array(FRAME_SAMPLES)
  readonly #tail = new Float32Array(CUT_FADE_SAMPLES)
  /** Timeline samples around the present position; a frame needs its own, the taps and 0.2 samples of drift. */
  readonly #window = new Float32Array(FRAME_SAMPLES + 64)
  /** Positions and starts are in samples since the clock's origin. */
  #windowStart = 0
  #windowCount = 0
  #position = 0
  /** Samples fetched since the last that was not silence. */
  #silentSamples = Number.POSITIVE_INFINITY

  constructor(inner: TimelineSource, hooks: AlignerHooks) {
    this.#inner = inner
    this.#hooks = hooks
  }

  /** What is to be added to an instant of the timeline to have the instant it is heard, by the output's estimate. */
  get errorMs(): number {
    return this.#errorSamples() / SAMPLES_PER_MS
  }

  readFrame(heardAt: number): PcmFrame {
    this.#clock.observe(heardAt)
    const errorMs = this.errorMs
    let tailSamples = 0
    if (this.#isSilent()) this.#seat()
    else if (errorMs < -CLOCK_STEP_BACK_MS || errorMs > CLOCK_STEP_AHEAD_MS) this.#followClockStep()
    else if (Math.abs(errorMs) > RESEAT_MS) tailSamples = this.#reseat()

    this.#render(this.#out)
    for (let index = 0; index < tailSamples; index++) {
      this.#out[index] = (this.#out[index] ?? 0) + (this.#tail[index] ?? 0)
    }
    return this.#out
  }

  #errorSamples(): number {
    return this.#clock.elapsedMs * SAMPLES_PER_MS - this.#position
  }

  #isSilent(): boolean {
    return this.#silentSamples >= this.#window.length
  }

  /** The taps before the new position count as silence: what sounds there fades in anyway. */
  #seat(): void {
    this.#position += this.#errorSamples()
    this.#windowStart = Math.floor(this.#position) - TAPS_BEFORE
    this.#windowCount = Math.ceil(this.#position) - this.#windowStart
    this.#window.fill(0, 0, this.#windowCount)
  }

  /** Lets what was playing fade out where it is; what comes in at the new place fades in by itself. */
  #reseat(): number {
    this.reseatCount++
    this.#render(this.#tail)
    fadeOut(this.#tail, { at: 0, fadeSamples: this.#tail.length })
    this.#seat()
    return this.#tail.length
  }

  #followClockStep(): void {
    this.clockStepCount++
    const sampleCount = Math.round(this.#errorSamples())
    this.#hooks.moveSounding(sampleCount)
    this.#position += sampleCount
    this.#windowStart += sampleCount
  }

  #render(out: Float32Array): void {
    const step = this.#step()
    this.#fetch(this.#position, this.#position + (out.length - 1) * step)
    if (this.#isSilent()) out.fill(0)
    else resample(this.#window, { position: this.#position - this.#windowStart, step }, out)
    this.#position += out.length * step
  }

  /** Timeline samples to read for each sample of the card. */
  #step(): number {
    const slew = clamp(this.#errorSamples() / (CORRECTION_SECONDS * SAMPLE_RATE_HZ), SLEW_MAX)
    return 1 + clamp(this.#clock.drift + slew, CORRECTION_MAX)
  }

  /** Has the window hold all taps for the positions `first` to `last`, and reads not one sample beyond. */
  #fetch(first: number, last: number): void {
    const start = Math.floor(first) - TAPS_BEFORE
    const end = Math.floor(last) + TAPS_AFTER + 1
    const dropped = start - this.#windowStart
    this.#window.copyWithin(0, dropped, this.#windowCount)
    this.#windowCount = Math.max(0, this.#windowCount - dropped)
    this.#windowStart = start
    const fetched = this.#window.subarray(this.#windowCount, end - start)
    if (fetched.length === 0) return
    const hasSound = this.#inner.readSamples(this.#originSample() + start + this.#windowCount, fetched)
    this.#silentSamples = hasSound ? 0 : this.#silentSamples + fetched.length
    this.#windowCount += fetched.length
  }

  #originSample(): number {
    return (this.#clock.originAt ?? 0) * SAMPLES_PER_MS
  }
}

function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value))
}
