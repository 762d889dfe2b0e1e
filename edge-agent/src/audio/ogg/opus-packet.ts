import { AudioRefusal } from '../audio-refusal.ts'

/** RFC 6716 §3.2.5: a packet holds at most 120 ms. */
const PACKET_SAMPLES_MAX = 5760

const SILK_FRAME_SAMPLES = [480, 960, 1920, 2880]
const HYBRID_FRAME_SAMPLES = [480, 960]
const CELT_FRAME_SAMPLES = [120, 240, 480, 960]

/**
 * How many samples at 48 kHz a packet decodes to, from its first bytes alone.
 *
 *      0 1 2 3 4 5 6 7                 frames: 0 = one, 1 and 2 = two, 3 = as the next byte says
 *     +-+-+-+-+-+-+-+-+  +-+-+-+-+-+-+-+-+
 *     | config  |s| c |  |v|p|     M     |   (RFC 6716 §3.1, §3.2.5)
 *
 * @throws AudioRefusal opusBadPacket for an empty packet, no frame at all, or over 120 ms
 */
export function opusPacketSamples(packet: Uint8Array): number {
  const toc = packet[0]
  if (toc === undefined) throw new AudioRefusal('opusBadPacket', 'empty')
  const samples = frameSamples(toc >> 3) * frameCount(toc & 3, packet)
  if (samples === 0 || samples > PACKET_SAMPLES_MAX) {
    throw new AudioRefusal('opusBadPacket', `${samples} samples`)
  }
  return samples
}

/** RFC 6716 §3.1, table 2. */
function frameSamples(config: number): number {
  if (config < 12) return SILK_FRAME_SAMPLES[config & 3] ?? 0
  if (config < 16) return HYBRID_FRAME_SAMPLES[config & 1] ?? 0
  return CELT_FRAME_SAMPLES[config & 3] ?? 0
}

function frameCount(code: number, packet: Uint8Array): number {
  if (code === 0) return 1
  if (code < 3) return 2
  return (packet[1] ?? 0) & 0x3f
}

/**
 * The packets of one sound, laid end to end in one array. A view for each of them would cost more memory than the audio:
 * a quarter of an hour has 45,000.
 */
export class OpusPackets {
  readonly count: number
  /** What all packets decode to, before pre-skip and end trimming. */
  readonly totalSamples: number
  readonly #bytes: Uint8Array
  readonly #ends: Uint32Array
  readonly #endSamples: Uint32Array

  /** `ends[i]` is the byte after packet i; packet 0 starts at `ends[-1]` = 0. Every packet has been measured before. */
  constructor(bytes: Uint8Array, ends: readonly number[]) {
    this.#bytes = bytes
    this.#ends = Uint32Array.from(ends)
    this.#endSamples = new Uint32Array(ends.length)
    this.count = ends.length
    let samples = 0
    for (let index = 0; index < this.count; index++) {
      samples += opusPacketSamples(this.at(index))
      this.#endSamples[index] = samples
    }
    this.totalSamples = samples
  }

  /** Packet `index` as a view; empty outside of 0 … count − 1. */
  at(index: number): Uint8Array {
    return this.#bytes.subarray(this.#ends[index - 1] ?? 0, this.#ends[index] ?? 0)
  }

  /** The first decoded sample that packet `index` gives, counted from the first packet. */
  startSample(index: number): number {
    return this.#endSamples[index - 1] ?? 0
  }

  /** The packet that gives decoded sample `sample`; `count` where the sound is over before. */
  indexAt(sample: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#endSamples[middle] ?? 0) <= sample) low = middle + 1
      else high = middle
    }
    return low
  }
}
