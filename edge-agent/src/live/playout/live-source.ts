import { FRAME_MS, FRAME_SAMPLES, type FrameSource, type PcmFrame } from '../../audio/frame.ts'
import { CUT_FADE_SAMPLES, fadeIn, fadeOut } from '../../audio/signal/fade.ts'
import { resample, TAPS_AFTER, TAPS_BEFORE } from '../../audio/signal/resampler.ts'
import type { PacketBuffer } from '../buffer/packet-buffer.ts'
import type { DecodedTape } from './decoded-tape.ts'

/** An error is worked off within about this time, and never by more than 0.2 ms a second. */
const CORRECTION_SECONDS = 4
const SLEW_MAX = 200e-6
/** Two crystals, the microphone's and ours, may differ by this much; a mapping that says more has jumped. */
const RATE_ERROR_MAX = 400e-6
/** Beyond this nobody waits for a slow correction: the clock was set, or the source was started again. */
const RESEAT_SAMPLES = 15 * 48
/** … if it is still so after some frames. */
const RESEAT_FRAMES = 3

export interface LiveSourceOptions {
  packets: PacketBuffer
  tape: DecodedTape
  /** The capture sample (with a fraction) that is to be heard at an instant (Unix ms); null while that is not known. */
  sampleHeardAt: (heardAt: number) => number | null
}

/**
 * A live stream as a source of frames: what was captured at an instant is heard everywhere at the same one. Its place
 * follows the clocks by resampling; in silence, which nobody hears, it is set.
 */
export class LiveSource implements FrameSource {
  readonly #options: LiveSourceOptions
  readonly #out = new Float32Array(FRAME_SAMPLES)
  readonly #faded = new Float32Array(FRAME_SAMPLES)
  readonly #window = new Float32Array(FRAME_SAMPLES + 64)
  /** Capture sample of the next frame's first; null before it is known. */
  #position: number | null = null
  #strangeFrames = 0
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

  readFrame(heardAt: number): PcmFrame | null {
    const { sampleHeardAt, packets, tape } = this.#options
    const wanted = sampleHeardAt(heardAt)
    const after = sampleHeardAt(heardAt + FRAME_MS)
    if (wanted === null || after === null) return this.#isDraining ? null : this.#out.fill(0)
    const isReseated = this.#settle(wanted)
    const position = this.#position ?? wanted
    if (this.#isDraining && position >= packets.newestEnd) {
      tape.settleEnd()
      return null
    }
    const step = stepOf(after - wanted, wanted - position)
    this.errorMs = (wanted - position) / 48
    this.#position = this.#render(position, step, this.#out)
    if (isReseated) this.#crossfade()
    return this.#out
  }

  /** Sets the position where nobody hears it, or where it is far off. @returns whether that can be heard */
  #settle(wanted: number): boolean {
    const { tape } = this.#options
    const position = this.#position
    if (position === null || tape.isSilent) {
      this.#position = wanted
      this.#strangeFrames = 0
      return false
    }
    this.#strangeFrames = Math.abs(wanted - position) > RESEAT_SAMPLES ? this.#strangeFrames + 1 : 0
    if (this.#strangeFrames < RESEAT_FRAMES) return false
    this.#strangeFrames = 0
    this.reseatCount += 1
    this.#render(position, 1, this.#faded)
    fadeOut(this.#faded, { at: 0, fadeSamples: CUT_FADE_SAMPLES })
    this.#position = wanted
    return true
  }

  #crossfade(): void {
    fadeIn(this.#out, { at: 0, fadeSamples: CUT_FADE_SAMPLES })
    for (let index = 0; index < FRAME_SAMPLES; index++)
      this.#out[index] = (this.#out[index] ?? 0) + (this.#faded[index] ?? 0)
  }

  /** @returns the position behind what it wrote */
  #render(position: number, step: number, out: Float32Array): number {
    const start = Math.floor(position) - TAPS_BEFORE
    const end = Math.floor(position + (out.length - 1) * step) + TAPS_AFTER + 1
    this.#options.tape.read(start, this.#window.subarray(0, end - start))
    resample(this.#window, { position: position - start, step }, out)
    return position + out.length * step
  }
}

/** Capture samples to read for each sample that is heard: the rate of the clocks, and a little to make up the error. */
function stepOf(frameSamples: number, errorSamples: number): number {
  const rateError = frameSamples / FRAME_SAMPLES - 1
  const rate = Math.abs(rateError) > RATE_ERROR_MAX ? 0 : rateError
  const slew = errorSamples / (CORRECTION_SECONDS * 48_000)
  return 1 + rate + Math.min(SLEW_MAX, Math.max(-SLEW_MAX, slew))
}
