import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from './frame-cutter.ts'

/** Two sound cards agree better than this; a microphone that is further ahead has been given up before. */
const AHEAD_SAMPLES_MAX = SAMPLE_RATE_HZ / 10
/** How fast real time is believed to be the microphone's: a twentieth of what they differ by, each second. */
const FOLLOWED_PART = 0.001
const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1_000

/** Counts what goes out in samples of 20 ms steps, by the microphone where one is there, else by the time that passes. */
export class SampleClock {
  #zeroMs: number
  #nextSample = 0

  /** `nowMs` is a monotonic time. */
  constructor(nowMs: number) {
    this.#zeroMs = nowMs
  }

  /** The place of a microphone's frame; null where that time has gone out already. */
  take(nowMs: number): number | null {
    const ahead = this.#nextSample - this.#dueAt(nowMs)
    if (ahead > AHEAD_SAMPLES_MAX) return null
    this.#zeroMs -= (ahead * FOLLOWED_PART) / SAMPLES_PER_MS
    return this.#step()
  }

  /** The places for which the time has come where no microphone counts; those of a computer that slept are left out. */
  due(nowMs: number): number[] {
    const behind = this.#dueAt(nowMs) - this.#nextSample
    if (behind > SAMPLE_RATE_HZ) this.#nextSample += Math.floor(behind / FRAME_SAMPLES) * FRAME_SAMPLES
    const places: number[] = []
    while (this.#nextSample + FRAME_SAMPLES <= this.#dueAt(nowMs)) places.push(this.#step())
    return places
  }

  #dueAt(nowMs: number): number {
    return Math.max(0, (nowMs - this.#zeroMs) * SAMPLES_PER_MS)
  }

  #step(): number {
    const sample = this.#nextSample
    this.#nextSample += FRAME_SAMPLES
    return sample
  }
}
