import type { Clock } from '@tieng-lang/protocol'
import { SAMPLE_RATE_HZ } from '../audio/frame.ts'
import { fadeIn, JOIN_FADE_SAMPLES } from '../audio/signal/fade.ts'
import type { PcmSink } from '../hardware/index.ts'
import { SampleClock } from '../hardware/output/sample-clock.ts'

/** Some 1.3 s: what a tuner has said longer ago nobody asks for. */
const RING_SAMPLES = 65_536

/**
 * What a tuner has said last, and when: its converter has a clock of its own, which is followed by when its samples come.
 * Samples are numbered from the first that ever came.
 */
export class TunerSamples implements PcmSink {
  readonly #clock: Clock
  readonly #ring = new Float32Array(RING_SAMPLES)
  readonly #sampleClock = new SampleClock(SAMPLE_RATE_HZ)
  #end = 0
  /** What came before belongs to a stream that has broken off. */
  #begin = 0
  #cameMs = Number.NEGATIVE_INFINITY
  #isSilent = true
  #missingSamples = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  begin(): void {
    this.#sampleClock.reset()
    this.#begin = this.#end
    this.#isSilent = true
  }

  take(pcm: Float32Array): void {
    const joinedSamples = this.#end - this.#begin
    if (joinedSamples < JOIN_FADE_SAMPLES) fadeIn(pcm, { at: joinedSamples, fadeSamples: JOIN_FADE_SAMPLES })
    for (let index = 0; index < pcm.length; index++)
      this.#ring[(this.#end + index) % RING_SAMPLES] = pcm[index] ?? 0
    this.#end += pcm.length
    this.#cameMs = this.#clock.monotonicMs()
    this.#sampleClock.observe(this.#end, this.#cameMs)
  }

  /** How long nothing has come, in ms. */
  get quietMs(): number {
    return this.#clock.monotonicMs() - this.#cameMs
  }

  /** The sample (with a fraction) that came at a monotonic instant; null while that is not known. */
  sampleAt(monotonicMs: number): number | null {
    return this.#sampleClock.isLocked ? this.#sampleClock.positionAt(monotonicMs) : null
  }

  get newestEnd(): number {
    return this.#end
  }

  /** What is read next need not follow what was read last. */
  unread(): void {
    this.#isSilent = true
  }

  /** Whether nothing of what was read last is here. */
  get isSilent(): boolean {
    return this.#isSilent
  }

  /** Writes the samples from `from` on over `out`, silence where they are not here. */
  read(from: number, out: Float32Array): void {
    const first = Math.max(this.#begin, this.#end - RING_SAMPLES)
    let missing = 0
    for (let index = 0; index < out.length; index++) {
      const sample = from + index
      const isHere = sample >= first && sample < this.#end
      if (!isHere) missing += 1
      out[index] = isHere ? (this.#ring[sample % RING_SAMPLES] ?? 0) : 0
    }
    this.#isSilent = missing === out.length
    this.#missingSamples += missing
  }

  /** How many samples were not here when they were read, since this was last asked. */
  takeMissing(): number {
    const missing = this.#missingSamples
    this.#missingSamples = 0
    return missing
  }

  /** It has no end. */
  settleEnd(): void {}
}
