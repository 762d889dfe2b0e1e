import { createDecoder, isOpusError, type OpusDecoderHandle } from 'libopus-wasm'
import { AudioRefusal } from '../audio-refusal.ts'
import { SAMPLE_RATE_HZ } from '../frame.ts'

/** libopus, mono at 48 kHz. What it returns is new memory of the length that was decoded. */
export interface OpusDecoder {
  /**
   * Decodes one packet (stereo is mixed to mono).
   * @throws AudioRefusal opusUndecodable; the decoder stays usable
   */
  decode(packet: Uint8Array): Float32Array
  /** Makes up `sampleCount` samples for a lost packet (a multiple of 120, at most 5760). */
  conceal(sampleCount: number): Float32Array
  /** Recovers a lost packet of `sampleCount` samples from the in-band FEC of the packet after it (RFC 6716 §2.1.7). */
  recover(packetAfter: Uint8Array, sampleCount: number): Float32Array
}

/**
 * Decoders made beforehand: making one is asynchronous, and at the moment of sound nothing may wait. A decoder keeps
 * what it has heard and cannot be reset, so each serves one sound; while it plays the next is made.
 */
export class DecoderPool {
  readonly #size: number
  readonly #ready: OpusDecoderHandle[] = []
  readonly #taken = new Map<OpusDecoder, OpusDecoderHandle>()
  #isOpen = false
  #pending: Promise<void> = Promise.resolve()

  /** `size` decoders lie ready (each some 30 kB): the most sounds that may begin within one turn of the event loop. */
  constructor(size = 8) {
    this.#size = size
  }

  /** Loads libopus and makes the first decoders. */
  async start(): Promise<void> {
    this.#isOpen = true
    await this.#refill()
  }

  /** Frees all decoders, those in use too. */
  async stop(): Promise<void> {
    this.#isOpen = false
    await this.#pending
    for (const handle of [...this.#ready.splice(0), ...this.#taken.values()]) handle.free()
    this.#taken.clear()
  }

  get readyCount(): number {
    return this.#ready.length
  }

  /** @throws AudioRefusal decoderUnavailable when all are in use or the pool was not started */
  take(): OpusDecoder {
    const handle = this.#ready.pop()
    if (!handle) throw new AudioRefusal('decoderUnavailable', `${this.#taken.size} in use`)
    const decoder = wrap(handle)
    this.#taken.set(decoder, handle)
    return decoder
  }

  /** Gives a decoder back; it is freed, and a new one takes its place. */
  release(decoder: OpusDecoder): void {
    const handle = this.#taken.get(decoder)
    if (!handle) return
    this.#taken.delete(decoder)
    handle.free()
    this.#pending = this.#pending.then(() => this.#refill())
  }

  /** libopus is loaded by `start`; from then on only a lack of memory can fail here, which nobody survives. */
  async #refill(): Promise<void> {
    while (this.#isOpen && this.#ready.length < this.#size) {
      const handle = await createDecoder({ channels: 1, sampleRate: SAMPLE_RATE_HZ })
      this.#ready.push(handle)
    }
  }
}

function wrap(handle: OpusDecoderHandle): OpusDecoder {
  return {
    decode: (packet) => refusing(() => handle.decodeFloat(packet)),
    conceal: (sampleCount) => refusing(() => handle.decodePacketLossFloat(sampleCount)),
    recover: (packetAfter, sampleCount) =>
      refusing(() => handle.decodeFloat(packetAfter, { decodeFec: true, frameSize: sampleCount })),
  }
}

function refusing(work: () => Float32Array): Float32Array {
  try {
    return work()
  } catch (error) {
    if (isOpusError(error)) throw new AudioRefusal('opusUndecodable', error.message)
    throw error
  }
}
