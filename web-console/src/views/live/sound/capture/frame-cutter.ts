/** Everything behind the microphone is counted at this rate (RFC 7587 §4.1). */
export const SAMPLE_RATE_HZ = 48_000
/** 20 ms. */
export const FRAME_SAMPLES = 960
export const FRAME_MS = 20

/** Cuts what the microphone gives, in whatever pieces, into frames of 20 ms. */
export class FrameCutter {
  readonly #onFrame: (frame: Float32Array) => void
  #frame = new Float32Array(FRAME_SAMPLES)
  #filled = 0

  /** `onFrame` gets each frame as its own. */
  constructor(onFrame: (frame: Float32Array) => void) {
    this.#onFrame = onFrame
  }

  take(samples: Float32Array): void {
    for (let taken = 0; taken < samples.length; ) {
      const count = Math.min(FRAME_SAMPLES - this.#filled, samples.length - taken)
      this.#frame.set(samples.subarray(taken, taken + count), this.#filled)
      this.#filled += count
      taken += count
      if (this.#filled === FRAME_SAMPLES) this.#give()
    }
  }

  #give(): void {
    const frame = this.#frame
    this.#frame = new Float32Array(FRAME_SAMPLES)
    this.#filled = 0
    this.#onFrame(frame)
  }
}
