import { CUT_FADE_SAMPLES, fadeIn, fadeOut } from '../../audio/signal/fade.ts'
import { resample, TAPS_AFTER, TAPS_BEFORE } from '../../audio/signal/resampler.ts'
import { SAMPLES_PER_MS, type SampleStream } from '../../audio/sounds/sound.ts'
import type { PacketBuffer } from '../buffer/packet-buffer.ts'
import type { DecodedSamples } from './decoded-samples.ts'

/** An error is worked off within about this time, and never by more than 0.2 ms a second. */
const CORRECTION_MS = 4_000
const SLEW_MAX = 200e-6
/** Two crystals, the microphone's and ours, may differ by this much; a mapping that says more has jumped. */
const RATE_ERROR_MAX = 400e-6
/** Beyond this nobody waits for a slow correction: the clock was set, or the source was started again. */
const RESEAT_SAMPLES = 15 * SAMPLES_PER_MS
/** … if it is still so after this long: while the wall clock is set, output and mapping disagree for some frames. */
const RESEAT_AFTER_SAMPLES = 200 * SAMPLES_PER_MS

export interface LiveSourceOptions {
  packets: Pick<PacketBuffer, 'newestEnd'>
  decoded: Pick<DecodedSamples, 'isSilent' | 'read' | 'settleEnd'>
  /** The capture sample (with a fraction) that is to be heard at an instant (Unix ms); null while that is not known. */
  sampleHeardAt: (heardAt: number) => number | null
}

/**
 * A live stream as it is heard: what was captured at an instant is heard everywhere at the same one. Its place follows
 * the clocks by resampling; in silence, which nobody hears, it is set.
 */
export class LiveSource implements SampleStream {
  readonly #options: LiveSourceOptions
  #window = new Float32Array(0)
  readonly #faded = new Float32Array(CUT_FADE_SAMPLES)
  /** Capture sample of the next one that is heard; null before it is known. */
  #position: number | null = null
  #strangeSamples = 0
  #isDraining = false
  /** Where the stream is with respect to where it should be, in ms; positive: it is behind. */
  errorMs = 0
  reseatCount = 0

  constructor(options: LiveSourceOptions) {
    this.#options = options
  }

  /** What has come is still heard; then it is over. */
  drain(): void {
    this.#isDraining = true
  }

  readSamples(heardAt: number, out: Float32Array): number {
    // Behind a wall clock that was set back nothing is wanted for a while.
    if (out.length === 0) return 0
    const { sampleHeardAt, packets, decoded } = this.#options
    const wanted = sampleHeardAt(heardAt)
    const after = sampleHeardAt(heardAt + out.length / SAMPLES_PER_MS)
    if (wanted === null || after === null) {
      out.fill(0)
      return this.#isDraining ? 0 : out.length
    }
    const isReseated = this.#settle(wanted, out.length)
    const position = this.#position ?? wanted
    if (this.#isDraining && position >= packets.newestEnd) {
      decoded.settleEnd()
      return 0
    }
    const errorSamples = wanted - position
    this.errorMs = errorSamples / SAMPLES_PER_MS
    this.#position = this.#render(position, stepOf((after - wanted) / out.length, errorSamples), out)
    if (isReseated) this.#crossfade(out)
    return out.length
  }

  /** Sets the position where nobody hears it, or where it is far off. @returns whether that can be heard */
  #settle(wanted: number, sampleCount: number): boolean {
    const { decoded } = this.#options
    const position = this.#position
    if (position === null || decoded.isSilent) {
      this.#position = wanted
      this.#strangeSamples = 0
      return false
    }
    const isStrange = Math.abs(wanted - position) > RESEAT_SAMPLES
    this.#strangeSamples = isStrange ? this.#strangeSamples + sampleCount : 0
    if (this.#strangeSamples < RESEAT_AFTER_SAMPLES) return false
    this.#strangeSamples = 0
    this.reseatCount += 1
    this.#render(position, 1, this.#faded)
    fadeOut(this.#faded, { at: 0, fadeSamples: CUT_FADE_SAMPLES })
    this.#position = wanted
    return true
  }

  #crossfade(out: Float32Array): void {
    fadeIn(out, { at: 0, fadeSamples: CUT_FADE_SAMPLES })
    for (let index = 0; index < Math.min(out.length, this.#faded.length); index++)
      out[index] = (out[index] ?? 0) + (this.#faded[index] ?? 0)
  }

  /** @returns the position behind what it wrote */
  #render(position: number, step: number, out: Float32Array): number {
    const start = Math.floor(position) - TAPS_BEFORE
    const end = Math.floor(position + (out.length - 1) * step) + TAPS_AFTER + 1
    if (this.#window.length < end - start) this.#window = new Float32Array(end - start)
    this.#options.decoded.read(start, this.#window.subarray(0, end - start))
    resample(this.#window, { position: position - start, step }, out)
    return position + out.length * step
  }
}

/** Capture samples to read for each sample that is heard: the rate of the clocks, and a little to make up the error. */
function stepOf(rate: number, errorSamples: number): number {
  const rateError = Math.abs(rate - 1) > RATE_ERROR_MAX ? 0 : rate - 1
  const slew = errorSamples / (CORRECTION_MS * SAMPLES_PER_MS)
  return 1 + rateError + Math.min(SLEW_MAX, Math.max(-SLEW_MAX, slew))
}
