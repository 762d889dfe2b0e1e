import type { OggOpus } from '../ogg/ogg-reader.ts'
import type { DecoderPool } from './opus-decoder.ts'
import { opusSound } from './opus-sound.ts'
import type { Sound, SoundReader } from './sound.ts'

/** Several recordings as one: what comes after the opening is chosen when the opening ends, not before. */
export interface SoundSequence {
  opening: readonly OggOpus[]
  /** Asked once for each time that the sound is played, at the latest moment. */
  afterOpening: () => readonly OggOpus[]
}

/** A sequence as a sound that is played once: its parts are joined sample by sample, each by a decoder of its own. */
export function sequenceSound({ opening, afterOpening }: SoundSequence, decoders: DecoderPool): Sound {
  const openingSamples = samplesOf(opening)
  let parts: readonly OggOpus[] | undefined
  const decide = () => {
    parts ??= [...opening, ...afterOpening()]
    return samplesOf(parts)
  }
  return {
    lengthSamples: null,
    undecided: { fromSample: openingSamples, decide },
    // Whoever reads beyond the opening has decided before.
    open: (fromSample) => new SequenceReader(() => parts ?? opening, decoders, fromSample),
  }
}

function samplesOf(parts: readonly OggOpus[]): number {
  return parts.reduce((sum, { durationSamples }) => sum + durationSamples, 0)
}

class SequenceReader implements SoundReader {
  readonly #parts: () => readonly OggOpus[]
  readonly #decoders: DecoderPool
  /** The part that is next to be opened, and the one that is open. */
  #nextIndex = 0
  #open: { reader: SoundReader; leftSamples: number } | undefined

  constructor(parts: () => readonly OggOpus[], decoders: DecoderPool, fromSample: number) {
    this.#parts = parts
    this.#decoders = decoders
    this.skip(fromSample)
  }

  read(out: Float32Array): number {
    let done = 0
    while (done < out.length) {
      const part = this.#part()
      if (!part) break
      const given = part.reader.read(out.subarray(done, done + part.leftSamples))
      part.leftSamples -= given
      done += given
      if (given === 0) part.leftSamples = 0
    }
    return done
  }

  skip(sampleCount: number): void {
    for (let left = sampleCount; left > 0; ) {
      if (this.#open) {
        const skipped = Math.min(left, this.#open.leftSamples)
        if (skipped < this.#open.leftSamples) this.#open.reader.skip(skipped)
        this.#open.leftSamples -= skipped
        left -= skipped
        if (this.#open.leftSamples === 0) this.close()
      } else {
        const next = this.#parts()[this.#nextIndex]
        if (!next) return
        // A part that is left out as a whole is not opened for that: nothing of it is decoded.
        if (left >= next.durationSamples) {
          left -= next.durationSamples
          this.#nextIndex += 1
        } else {
          this.#openNext(next, left)
          left = 0
        }
      }
    }
  }

  close(): void {
    this.#open?.reader.close()
    this.#open = undefined
  }

  #part(): { reader: SoundReader; leftSamples: number } | undefined {
    if (this.#open && this.#open.leftSamples > 0) return this.#open
    this.close()
    const next = this.#parts()[this.#nextIndex]
    return next && this.#openNext(next, 0)
  }

  #openNext(part: OggOpus, fromSample: number) {
    this.#nextIndex += 1
    const reader = opusSound(part, this.#decoders).open(fromSample, 0)
    this.#open = { reader, leftSamples: part.durationSamples - fromSample }
    return this.#open
  }
}
