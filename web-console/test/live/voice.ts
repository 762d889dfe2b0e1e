import { createDecoder } from 'libopus-wasm'
import { speechLike } from '../../../edge-agent/test/audio/signals.ts'
import type { VoicePacket } from '../../src/views/live/sound/coding/voice-packet.ts'

export const FRAME_SAMPLES = 960

/** Something like speech, cut into frames of 20 ms. */
export function spokenFrames(count: number): Float32Array[] {
  const pcm = speechLike(count * FRAME_SAMPLES)
  return Array.from({ length: count }, (_, index) =>
    pcm.slice(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES),
  )
}

/** What libopus hears in packets of 20 ms, at 48 kHz. */
export async function decoded(packets: readonly Uint8Array[]): Promise<Float32Array> {
  const decoder = await createDecoder({ sampleRate: 48_000, channels: 1 })
  const pcm = new Float32Array(packets.length * FRAME_SAMPLES)
  packets.forEach((packet, index) => {
    pcm.set(decoder.decodeFloat(packet), index * FRAME_SAMPLES)
  })
  decoder.free()
  return pcm
}

/** A packet that can be told from others by its one byte. */
export function packet(name: number, change: Partial<VoicePacket> = {}): VoicePacket {
  return { opus: Uint8Array.of(name), levelDb: -20, isVoice: true, isSpoken: true, ...change }
}
