import { SAMPLE_RATE_HZ } from './frame-cutter.ts'

/** What a cubic needs before a sample and behind it. */
const NEIGHBOURS = 3

/**
 * Brings samples to 48 kHz where a browser insists on the rate of its sound card (44.1 kHz, or 16 kHz of a headset): a
 * cubic through four samples (Catmull-Rom), which for speech out of a horn leaves nothing to be heard.
 */
export class To48Khz {
  /** Samples of the source for each of ours. */
  readonly #step: number
  #kept = new Float32Array(0)
  /** Of the next sample of ours, counted in the samples that are kept. */
  #position = 1

  constructor(sourceRateHz: number) {
    this.#step = sourceRateHz / SAMPLE_RATE_HZ
  }

  convert(samples: Float32Array): Float32Array {
    if (this.#step === 1) return samples
    const source = joined(this.#kept, samples)
    const out: number[] = []
    while (this.#position + 2 < source.length) {
      out.push(cubicAt(source, this.#position))
      this.#position += this.#step
    }
    const first = Math.min(Math.max(0, Math.floor(this.#position) - 1), source.length)
    this.#kept = source.slice(Math.min(first, Math.max(0, source.length - NEIGHBOURS)))
    this.#position -= source.length - this.#kept.length
    return Float32Array.from(out)
  }
}

function joined(before: Float32Array, after: Float32Array): Float32Array {
  const both = new Float32Array(before.length + after.length)
  both.set(before)
  both.set(after, before.length)
  return both
}

function cubicAt(samples: Float32Array, position: number): number {
  const index = Math.floor(position)
  const part = position - index
  const at = (offset: number) => samples[index + offset] ?? 0
  const [a, b, c, d] = [at(-1), at(0), at(1), at(2)]
  const slope = (c - a) / 2
  const bend = a - 2.5 * b + 2 * c - d / 2
  const twist = (d - a) / 2 + 1.5 * (b - c)
  return b + part * (slope + part * (bend + part * twist))
}
