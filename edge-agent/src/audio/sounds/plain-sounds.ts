import { SAMPLES_PER_MS, type SampleStream, type Sound, type SoundReader } from './sound.ts'

/** A sound that lies in memory as PCM (48 kHz, mono, ±1). */
export function pcmSound(pcm: Float32Array): Sound {
  return {
    lengthSamples: pcm.length,
    open(fromSample) {
      let next = fromSample
      return {
        read(out) {
          const piece = pcm.subarray(next, next + out.length)
          out.set(piece)
          next += piece.length
          return piece.length
        },
        skip(sampleCount) {
          next += sampleCount
        },
        close() {},
      }
    },
  }
}

/** What goes by the time at which it is heard, as a sound of unknown length. What is skipped is not asked for. */
export function streamSound(stream: SampleStream): Sound {
  return { lengthSamples: null, open: (_fromSample, heardAt) => new StreamReader(stream, heardAt) }
}

class StreamReader implements SoundReader {
  readonly #stream: SampleStream
  #openedAt: number
  #samples = 0

  constructor(stream: SampleStream, heardAt: number) {
    this.#stream = stream
    this.#openedAt = heardAt
  }

  read(out: Float32Array): number {
    const count = this.#stream.readSamples(this.#openedAt + this.#samples / SAMPLES_PER_MS, out)
    this.#samples += count
    return count
  }

  skip(sampleCount: number): void {
    this.#samples += sampleCount
  }

  close(): void {}

  moved(byMs: number): void {
    this.#openedAt += byMs
  }
}
