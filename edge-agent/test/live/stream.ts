import { createEncoder } from 'libopus-wasm'
import type { DecoderPool } from '../../src/audio/sounds/opus-decoder.ts'
import { PacketBuffer } from '../../src/live/buffer/packet-buffer.ts'
import { noQualityCounts } from '../../src/live/buffer/quality.ts'
import { CaptureLine } from '../../src/live/clock/capture-line.ts'
import { DecodedSamples } from '../../src/live/playout/decoded-samples.ts'
import { LiveSource } from '../../src/live/playout/live-source.ts'

/** Of libopus at 48 kHz: what goes in comes out so much later. */
export const LOOK_AHEAD_SAMPLES = 312

/** What a microphone said, as packets of 20 ms with in-band FEC. */
export async function encodeSpeech(pcm: Float32Array): Promise<Uint8Array[]> {
  const encoder = await createEncoder({
    ...{ channels: 1, sampleRate: 48_000, application: 2048, bitrate: 32_000 },
    ...{ fec: true, packetLossPercent: 20, frameSize: 960 },
  })
  const packets: Uint8Array[] = []
  for (let from = 0; from + 960 <= pcm.length; from += 960)
    packets.push(Uint8Array.from(encoder.encodeFloat(pcm.subarray(from, from + 960))))
  encoder.free()
  return packets
}

export interface StreamOptions {
  packets: readonly Uint8Array[]
  decoders: DecoderPool
  /** When the first sample was captured (Unix ms, true time), and how much faster than nominal the microphone runs. */
  startAt: number
  microphonePpm?: number
  delayMs: number
  /** When packet n arrives (Unix ms), each time that it does. */
  arrivalsOf: (number: number, capturedAt: number) => readonly number[]
  /** What the source believes of the server's clock: server minus true, in ms. */
  clockErrorMs?: (at: number) => number
  /** Sender reports come from here on; later for who joins later. */
  joinAt?: number
}

/** A receiver behind a simulated path, without sockets: packets arrive at instants that the test names. */
export class Stream {
  readonly counts = noQualityCounts()
  readonly packets = new PacketBuffer()
  readonly source: LiveSource
  readonly decoded: DecodedSamples
  readonly #line = new CaptureLine()
  readonly #options: StreamOptions
  readonly #arrivals: { at: number; number: number }[]
  #reportedAt: number

  constructor(options: StreamOptions) {
    this.#options = options
    const { startAt, delayMs, clockErrorMs = () => 0, arrivalsOf, joinAt = startAt } = options
    this.decoded = new DecodedSamples(this.packets, options.decoders, this.counts)
    this.source = new LiveSource({
      packets: this.packets,
      decoded: this.decoded,
      sampleHeardAt: (heardAt) =>
        this.#line.isKnown
          ? this.#line.sampleAt(heardAt + clockErrorMs(heardAt) - delayMs) + LOOK_AHEAD_SAMPLES
          : null,
    })
    this.#reportedAt = joinAt
    this.#arrivals = options.packets
      .flatMap((_, number) =>
        arrivalsOf(number, this.capturedAt((number + 1) * 960)).map((at) => ({ at, number })),
      )
      .filter(({ at }) => at >= joinAt)
      .sort((a, b) => a.at - b.at)
  }

  /** True time at which a sample of the microphone was captured. */
  capturedAt(sample: number): number {
    const { startAt, microphonePpm = 0 } = this.#options
    return startAt + sample / 48 / (1 + microphonePpm * 1e-6)
  }

  /** Everything that has arrived until `at` is there. */
  arriveUntil(at: number): void {
    while (this.#reportedAt <= at) {
      const { startAt, microphonePpm = 0 } = this.#options
      const sample = (this.#reportedAt - startAt) * 48 * (1 + microphonePpm * 1e-6)
      this.#line.note({ serverAt: this.#reportedAt, sample })
      this.#reportedAt += 5_000
    }
    for (let next = this.#arrivals[0]; next && next.at <= at; next = this.#arrivals[0]) {
      this.#arrivals.shift()
      const payload = this.#options.packets[next.number] ?? new Uint8Array()
      const packet = { index: next.number, sample: next.number * 960, sampleCount: 960, payload }
      this.counts.packets += 1
      if (this.packets.insert(packet) === 'late') this.counts.latePackets += 1
    }
  }
}
