import { FRAME_SAMPLES, type FrameSource, type PcmFrame, SAMPLE_RATE_HZ } from '../frame.ts'

/** −1 dBFS. */
export const CEILING = 10 ** (-1 / 20)
/** 3 ms: short beside a syllable, long enough to turn the gain down without a click. */
export const LOOK_AHEAD_SAMPLES = 144
const LOOK_AHEAD_MS = (LOOK_AHEAD_SAMPLES * 1000) / SAMPLE_RATE_HZ
/** How much of the missing gain comes back with each sample: a time constant of 100 ms. */
const RELEASE_SHARE = 1 - Math.exp(-1 / (0.1 * SAMPLE_RATE_HZ))

/**
 * A look-ahead peak limiter: no sample leaves it above −1 dBFS.
 *
 * The gain that each sample needs is held for the look-ahead (the smallest of the window), let go slowly, and averaged
 * over the look-ahead: so it has come down smoothly by the time the peak leaves the delay line. That delay is paid
 * back by asking the inner source for the frame heard 3 ms later: instants stay exact.
 */
export class Limiter implements FrameSource {
  readonly #inner: FrameSource
  readonly #out = new Float32Array(FRAME_SAMPLES)
  readonly #delayed = new Float32Array(LOOK_AHEAD_SAMPLES)
  readonly #minimum = new SlidingMinimum(LOOK_AHEAD_SAMPLES + 1)
  readonly #held = new Float64Array(LOOK_AHEAD_SAMPLES + 1).fill(1)
  #heldSum = LOOK_AHEAD_SAMPLES + 1
  #released = 1
  #slot = 0
  /** False while the gain is 1 throughout, which is nearly always: then nothing is worked out. */
  #isReducing = false

  constructor(inner: FrameSource) {
    this.#inner = inner
  }

  readFrame(heardAt: number): PcmFrame | null {
    const frame = this.#inner.readFrame(heardAt + LOOK_AHEAD_MS)
    if (frame === null) return null
    const kept = FRAME_SAMPLES - LOOK_AHEAD_SAMPLES
    this.#out.set(this.#delayed)
    this.#out.set(frame.subarray(0, kept), LOOK_AHEAD_SAMPLES)
    this.#delayed.set(frame.subarray(kept))
    if (peakOf(frame) > CEILING) this.#isReducing = true
    if (this.#isReducing) this.#reduce(frame)
    return this.#out
  }

  /** `frame` runs ahead of `#out` by the look-ahead: sample i of it may still turn down `#out[i]`. */
  #reduce(frame: PcmFrame): void {
    for (let index = 0; index < FRAME_SAMPLES; index++) {
      const level = Math.abs(frame[index] ?? 0)
      const minimum = this.#minimum.push(level > CEILING ? CEILING / level : 1)
      this.#released = Math.min(minimum, this.#released + (1 - this.#released) * RELEASE_SHARE)
      this.#heldSum += this.#released - (this.#held[this.#slot] ?? 1)
      this.#held[this.#slot] = this.#released
      this.#slot = (this.#slot + 1) % this.#held.length
      const limited = (this.#out[index] ?? 0) * (this.#heldSum / this.#held.length)
      // The running sum is right to some 1e-13 only; the ceiling is meant exactly.
      this.#out[index] = Math.min(CEILING, Math.max(-CEILING, limited))
    }
    if (this.#released > 0.9999 && peakOf(frame) <= CEILING) this.#rest()
  }

  /** The gain is back at 1 to less than 0.001 dB: until the next peak nothing needs to be worked out. */
  #rest(): void {
    this.#isReducing = false
    this.#released = 1
    this.#held.fill(1)
    this.#heldSum = this.#held.length
    this.#minimum.clear()
  }
}

function peakOf(frame: PcmFrame): number {
  let peak = 0
  for (let index = 0; index < frame.length; index++) {
    const level = Math.abs(frame[index] ?? 0)
    if (level > peak) peak = level
  }
  return peak
}

/** The smallest of the last `size` values, in constant time a value: candidates are kept in rising order. */
class SlidingMinimum {
  readonly #size: number
  readonly #values: Float64Array
  readonly #stamps: Float64Array
  #head = 0
  #count = 0
  #now = 0

  constructor(size: number) {
    this.#size = size
    this.#values = new Float64Array(size)
    this.#stamps = new Float64Array(size)
  }

  push(value: number): number {
    this.#now++
    if (this.#count > 0 && (this.#stamps[this.#head] ?? 0) <= this.#now - this.#size) {
      this.#head = (this.#head + 1) % this.#size
      this.#count--
    }
    while (this.#count > 0 && (this.#values[(this.#head + this.#count - 1) % this.#size] ?? 0) >= value) {
      this.#count--
    }
    const slot = (this.#head + this.#count) % this.#size
    this.#values[slot] = value
    this.#stamps[slot] = this.#now
    this.#count++
    return this.#values[this.#head] ?? 1
  }

  clear(): void {
    this.#count = 0
  }
}
