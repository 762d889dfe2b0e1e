import { FRAME_MS, type FrameSource, type PcmFrame } from '../frame.ts'
import type { Sound, SoundReader } from './sound.ts'

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

/**
 * A source of frames, such as a live stream, as a sound of unknown length. It is asked for frame after frame, each for
 * the instant 20 ms after the one before, and frames that are skipped are pulled too. Its end is not foreseen: it fades itself.
 */
export function frameSound(source: FrameSource): Sound {
  return { lengthSamples: null, open: (_fromSample, heardAt) => new FrameReader(source, heardAt) }
}

class FrameReader implements SoundReader {
  readonly #source: FrameSource
  #heardAt: number
  #frame: PcmFrame | null = new Float32Array(0)
  #used = 0

  constructor(source: FrameSource, heardAt: number) {
    this.#source = source
    this.#heardAt = heardAt
  }

  read(out: Float32Array): number {
    let done = 0
    while (done < out.length) {
      const piece = this.#take(out.length - done)
      if (piece === null) break
      out.set(piece, done)
      done += piece.length
    }
    return done
  }

  skip(sampleCount: number): void {
    for (let left = sampleCount; left > 0; ) {
      const piece = this.#take(left)
      if (piece === null) return
      left -= piece.length
    }
  }

  close(): void {}

  #take(sampleCount: number): Float32Array | null {
    if (this.#frame !== null && this.#used >= this.#frame.length) {
      this.#frame = this.#source.readFrame(this.#heardAt)
      this.#heardAt += FRAME_MS
      this.#used = 0
    }
    if (this.#frame === null) return null
    const piece = this.#frame.subarray(this.#used, this.#used + sampleCount)
    this.#used += piece.length
    return piece
  }
}
