import { FRAME_SAMPLES } from '../../../edge-agent/src/audio/frame.ts'
import type { OpusDecoder } from '../../../edge-agent/src/audio/sounds/opus-decoder.ts'

/** 20 ms of wideband SILK in one frame, mono, which brings the one before it along (RFC 6716 §3.1, §4.2.4). */
const HEAD = Buffer.from([9 << 3, 0x40])
const PACKET_BYTES = 80
/** The ramp begins again after 200 ms: far more than any two clusters are ever apart. */
export const RAMP_SAMPLES = 9_600

/** A packet of which only the place is of interest: that of its first sample in the stream. */
export function rampPacket(sample: number): Uint8Array {
  const packet = Buffer.alloc(PACKET_BYTES)
  packet.set(HEAD)
  packet.writeUInt32BE(sample, HEAD.length)
  return packet
}

/** The ramp's height at a place of the stream, −0.5 to 0.5. */
export function rampAt(sample: number): number {
  return turned(sample) / RAMP_SAMPLES - 0.5
}

function turned(sample: number): number {
  return ((sample % RAMP_SAMPLES) + RAMP_SAMPLES) % RAMP_SAMPLES
}

/** Twice the ramp: every stretch of it lies in one piece. */
const RAMPS = Float32Array.from({ length: 2 * RAMP_SAMPLES }, (_, sample) => rampAt(sample))

/**
 * In place of libopus: every sample says where in the stream it stands, so that what leaves a horn tells the place to
 * some microseconds, and an hour of fifty clusters costs no decoding.
 */
export class RampDecoder implements OpusDecoder {
  #next = 0

  decode(packet: Uint8Array): Float32Array {
    return this.#ramp(placeOf(packet), FRAME_SAMPLES)
  }

  conceal(sampleCount: number): Float32Array {
    return this.#ramp(this.#next, sampleCount)
  }

  recover(packetAfter: Uint8Array, sampleCount: number): Float32Array {
    return this.#ramp(placeOf(packetAfter) - sampleCount, sampleCount)
  }

  #ramp(from: number, count: number): Float32Array {
    this.#next = from + count
    const at = turned(from)
    return RAMPS.slice(at, at + count)
  }
}

/** As many as there are listeners. */
export const RAMP_DECODERS = { take: () => new RampDecoder(), release: () => {} }

function placeOf(packet: Uint8Array): number {
  return Buffer.from(packet).readUInt32BE(HEAD.length)
}
