const WINDOW_SAMPLES = 14_400
const FULL_SCALE = 32_768
const BLOCKS_MAX = 64

/**
 * RMS of what left the amplifier over the last 300 ms of samples, as a meter on a board shows it. Silence costs
 * nothing: only blocks with sound are looked at sample by sample.
 */
export class LevelMeter {
  #blocks: { sampleCount: number; energy: number }[] = []
  #samples = 0
  #energy = 0

  /** Takes the next samples, s16le, or `null` for silence. */
  take(sampleCount: number, samples: Uint8Array | null): void {
    const energy = samples === null ? 0 : energyOf(samples)
    this.#blocks.push({ sampleCount, energy })
    this.#samples += sampleCount
    this.#energy += energy
    while (this.#samples > WINDOW_SAMPLES || this.#blocks.length > BLOCKS_MAX) {
      const oldest = this.#blocks.shift()
      if (oldest === undefined) return
      this.#samples -= oldest.sampleCount
      this.#energy -= oldest.energy
    }
  }

  /** RMS, full scale = 1. */
  level(): number {
    // Sums of differences may end a little below zero.
    return this.#samples === 0 ? 0 : Math.sqrt(Math.max(0, this.#energy) / this.#samples) / FULL_SCALE
  }
}

function energyOf(samples: Uint8Array): number {
  const view = new Int16Array(samples.buffer, samples.byteOffset, samples.byteLength >> 1)
  let energy = 0
  for (let index = 0; index < view.length; index++) {
    const sample = view[index] ?? 0
    energy += sample * sample
  }
  return energy
}
