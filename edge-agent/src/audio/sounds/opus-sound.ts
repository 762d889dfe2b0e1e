import { AudioRefusal } from '../audio-refusal.ts'
import type { OggOpus } from '../ogg/ogg-reader.ts'
import type { DecoderPool, OpusDecoder } from './opus-decoder.ts'
import type { Sound, SoundReader } from './sound.ts'

/**
 * What is decoded and dropped before a place in the middle. RFC 7845 §4.6 asks for 80 ms at least; on a long vowel the
 * long-term prediction of speech was measured to need up to 200 ms to come to the same output (correlation 0.85 after
 * 80 ms, 1.000 after 240 ms). It costs half a millisecond of CPU.
 */
const PRE_ROLL_SAMPLES = 11_520

/** A stored bulletin whose packets cannot be decoded for this long is given up. */
const UNDECODABLE_SAMPLES_MAX = 48_000

/** A stored sound, decoded packet by packet as it is heard. */
export function opusSound(file: OggOpus, decoders: DecoderPool): Sound {
  return {
    lengthSamples: file.durationSamples,
    open: (fromSample) => new OpusSoundReader(file, decoders, fromSample),
  }
}

class OpusSoundReader implements SoundReader {
  readonly #file: OggOpus
  readonly #decoders: DecoderPool
  readonly #decoder: OpusDecoder
  readonly #gain: number
  /** The next sample to hand out, counted within the sound. */
  #sample: number
  #packetIndex = 0
  #decoded: Float32Array = new Float32Array(0)
  #decodedUsed = 0
  #undecodableSamples = 0

  constructor(file: OggOpus, decoders: DecoderPool, fromSample: number) {
    this.#file = file
    this.#decoders = decoders
    this.#decoder = decoders.take()
    this.#gain = 10 ** (file.outputGainDb / 20)
    this.#sample = fromSample
    this.#seek(fromSample)
  }

  read(out: Float32Array): number {
    const count = Math.max(0, Math.min(out.length, this.#file.durationSamples - this.#sample))
    let done = 0
    while (done < count) {
      if (this.#decodedUsed >= this.#decoded.length) this.#decodeNext()
      const piece = this.#decoded.subarray(this.#decodedUsed, this.#decodedUsed + count - done)
      out.set(piece, done)
      this.#decodedUsed += piece.length
      done += piece.length
    }
    this.#sample += done
    if (this.#gain !== 1)
      for (let index = 0; index < done; index++) out[index] = (out[index] ?? 0) * this.#gain
    return done
  }

  skip(sampleCount: number): void {
    this.#sample = Math.min(this.#sample + sampleCount, this.#file.durationSamples)
    if (sampleCount > PRE_ROLL_SAMPLES) this.#seek(this.#sample)
    else this.#decodedUsed += sampleCount
    this.#catchUp()
  }

  close(): void {
    this.#decoders.release(this.#decoder)
  }

  /** Goes back by the pre-roll, decodes up to `sample` and lets that fall (RFC 7845 §4.2, §4.6). */
  #seek(sample: number): void {
    const { packets, preSkipSamples } = this.#file
    const wanted = preSkipSamples + sample
    this.#packetIndex = packets.indexAt(Math.max(0, wanted - PRE_ROLL_SAMPLES))
    this.#decoded = new Float32Array(0)
    this.#decodedUsed = wanted - packets.startSample(this.#packetIndex)
    this.#catchUp()
  }

  /** Decodes until the next wanted sample lies in `#decoded`, or nothing is left. */
  #catchUp(): void {
    while (this.#decodedUsed >= this.#decoded.length && this.#packetIndex < this.#file.packets.count) {
      this.#decodeNext()
    }
  }

  /** `#decodedUsed` beyond the old packet counts on into the new one. */
  #decodeNext(): void {
    const { packets } = this.#file
    const index = this.#packetIndex++
    this.#decodedUsed -= this.#decoded.length
    this.#decoded = this.#decodeOrConceal(
      packets.at(index),
      packets.startSample(index + 1) - packets.startSample(index),
    )
  }

  #decodeOrConceal(packet: Uint8Array, sampleCount: number): Float32Array {
    try {
      const pcm = this.#decoder.decode(packet)
      this.#undecodableSamples = 0
      return pcm
    } catch (error) {
      this.#undecodableSamples += sampleCount
      if (!(error instanceof AudioRefusal) || this.#undecodableSamples > UNDECODABLE_SAMPLES_MAX) throw error
      return this.#decoder.conceal(sampleCount)
    }
  }
}
