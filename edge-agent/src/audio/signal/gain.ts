import { FRAME_SAMPLES, type FrameSource, type PcmFrame } from '../frame.ts'

/** A change of volume takes this long, so that it does not click. */
const RAMP_SAMPLES = 960

/**
 * What a volume of `percent` (0-100) means as a factor: 40·log10(percent / 100) dB, that is (percent / 100)².
 *
 *     100 → 0 dB · 71 → −6 dB · 50 → −12 dB · 25 → −24 dB · 10 → −40 dB · 0 → silence
 *
 * Equal steps of the slider then sound about equally large. Outside of 0-100 the nearer end holds.
 */
export function gainOfPercent(percent: number): number {
  const share = Math.min(100, Math.max(0, percent)) / 100
  return share * share
}

/** The cluster's volume, over everything that sounds. */
export class Volume implements FrameSource {
  readonly #inner: FrameSource
  readonly #out = new Float32Array(FRAME_SAMPLES)
  #gain: number
  #wantedGain: number
  #stepPerSample = 0
  #isSilent = true

  constructor(inner: FrameSource, percent = 100) {
    this.#inner = inner
    this.#gain = gainOfPercent(percent)
    this.#wantedGain = this.#gain
  }

  /** Takes effect over 20 ms from the next frame on; in silence at once, else a sound would begin at the last one's. */
  setPercent(percent: number): void {
    this.#wantedGain = gainOfPercent(percent)
    this.#stepPerSample = (this.#wantedGain - this.#gain) / RAMP_SAMPLES
    if (this.#isSilent) this.#arrive()
  }

  readFrame(heardAt: number): PcmFrame | null {
    const frame = this.#inner.readFrame(heardAt)
    this.#isSilent = frame === null
    if (this.#isSilent) this.#arrive()
    if (frame === null || (this.#gain === 1 && this.#stepPerSample === 0)) return frame
    for (let index = 0; index < frame.length; index++) {
      if (this.#stepPerSample !== 0) this.#stepRamp()
      this.#out[index] = (frame[index] ?? 0) * this.#gain
    }
    return this.#out
  }

  #stepRamp(): void {
    const left = this.#wantedGain - this.#gain
    if (Math.abs(left) > Math.abs(this.#stepPerSample)) {
      this.#gain += this.#stepPerSample
      return
    }
    this.#arrive()
  }

  #arrive(): void {
    this.#gain = this.#wantedGain
    this.#stepPerSample = 0
  }
}
