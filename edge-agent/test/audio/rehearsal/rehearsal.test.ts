import { Application, createEncoder } from 'libopus-wasm'
import { expect, test } from 'vitest'
import { rehearse } from '../../../src/audio/rehearsal/rehearsal.ts'
import { REHEARSAL_PACKETS } from '../../../src/audio/rehearsal/rehearsal-packets.ts'
import { DecoderPool } from '../../../src/audio/sounds/opus-decoder.ts'

const RATE_HZ = 48_000
const FRAME_SAMPLES = 960
const SYLLABLE_FRAMES = 10
const VOICE_HZ = 140

test('a rehearsal is played once in a process, and leaves every decoder for the sounds to come', async () => {
  const decoders = new DecoderPool(2)
  await decoders.start()
  const first = rehearse(decoders)
  expect(rehearse(decoders)).toBe(first)
  await first
  await expect.poll(() => decoders.readyCount).toBe(2)
  await decoders.stop()
})

test('what is rehearsed with is what libopus makes of silence, a buzz and a hiss', async () => {
  const encoder = await createEncoder({
    channels: 1,
    sampleRate: RATE_HZ,
    application: Application.Voip,
    bitrate: 32_000,
    complexity: 0,
  })
  const packets = REHEARSAL_PACKETS.map((_, frame) => encoder.encodeFloat(syllableFrame(frame)))
  encoder.free()
  expect(packets.map((packet) => Buffer.from(packet).toString('base64'))).toEqual(REHEARSAL_PACKETS)
})

function syllableFrame(frame: number): Float32Array {
  const kind = Math.floor(frame / SYLLABLE_FRAMES) % 3
  return Float32Array.from({ length: FRAME_SAMPLES }, (_, index) => {
    const sample = frame * FRAME_SAMPLES + index
    if (kind === 0) return 0
    if (kind === 1) return 0.95 - 1.9 * (((sample * VOICE_HZ) / RATE_HZ) % 1)
    // The sine of a square does not repeat itself soon: as good as noise, and the same in every life.
    return 0.3 * Math.sin(sample ** 2)
  })
}
