import { SAMPLE_RATE_HZ } from '../frame.ts'

/**
 * Inside the audio path an instant is a whole number of samples since 1970 ("timeline sample"): joins, gaps and
 * repeats are then exact by integer arithmetic. Only the outermost stages know the sound card's own clock.
 */
export const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000

/** The timeline sample nearest to an instant (Unix ms). */
export function timelineSampleAt(unixMs: number): number {
  return Math.round(unixMs * SAMPLES_PER_MS)
}

/** Any number of samples from any timeline sample on: what the sounds of a cluster add up to. */
export interface TimelineSource {
  /**
   * Writes the samples heard from timeline sample `from` on over all of `out`. What lies before the end of an earlier
   * call is not given twice: it is silence.
   * @returns false when `out` is plain silence and nothing sounds
   */
  readSamples(from: number, out: Float32Array): boolean
}

/** Something to play, not yet opened; it may be opened several times. */
export interface Sound {
  /** Known without decoding; `null` for a live source, and for what is not decided yet. */
  readonly lengthSamples: number | null
  /**
   * What is played from `fromSample` on is decided when that sample is about to be played, not before; `decide` gives
   * the length of the whole. Whatever it was asked for first holds.
   */
  readonly undecided?: { readonly fromSample: number; decide(): number }
  /**
   * Opens it for reading from its own sample `fromSample`, which is heard at `heardAt` (Unix ms). Synchronous.
   * @throws AudioRefusal
   */
  open(fromSample: number, heardAt: number): SoundReader
}

/** A sound's samples, each read once, from front to back. */
export interface SoundReader {
  /**
   * Fills `out` as far as the sound goes.
   * @returns how many samples it wrote; fewer than `out.length` only at the sound's end
   * @throws AudioRefusal
   */
  read(out: Float32Array): number
  /** Leaves out `sampleCount` samples. */
  skip(sampleCount: number): void
  close(): void
  /** The clock was set by `byMs`: what follows is heard so much later by it. For sounds that go by the time. */
  moved?(byMs: number): void
}

/** A source that goes by the time at which its samples are heard, such as a live stream. */
export interface SampleStream {
  /**
   * Fills `out` with what is heard from `heardAt` (Unix ms, fractional) on, silence where there is nothing to say.
   * @returns how many samples it wrote; fewer than `out.length` only at its end
   * @throws AudioRefusal
   */
  readSamples(heardAt: number, out: Float32Array): number
}
