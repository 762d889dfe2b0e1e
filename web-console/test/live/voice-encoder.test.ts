import { getPacketInfo } from 'libopus-wasm'
import { beforeAll, expect, test } from 'vitest'
import { decodeWithFfmpeg } from '../../../edge-agent/test/audio/ffmpeg.ts'
import { headerPages, join, lacing, writeOggPage } from '../../../edge-agent/test/audio/ogg/ogg-writer.ts'
import { correlation } from '../../../edge-agent/test/audio/signals.ts'
import { createVoiceEncoder } from '../../src/views/live/sound/coding/voice-encoder.ts'
import { decoded, FRAME_SAMPLES, spokenFrames } from './voice.ts'

const FRAMES = 100
/** RFC 7845 §4.2: what libopus looks ahead at 48 kHz. */
const PRE_SKIP_SAMPLES = 312
const SPOKEN = spokenFrames(FRAMES)
const SPEECH = join(...SPOKEN.map((frame) => new Uint8Array(frame.buffer)))
const PCM = new Float32Array(SPEECH.buffer)
let packets: Uint8Array[]

beforeAll(async () => {
  const encoder = await createVoiceEncoder()
  packets = SPOKEN.map((frame) => encoder.encode(frame))
  encoder.free()
})

test('RFC 7587: each packet is 20 ms of mono at 48 kHz, about 32 kbit/s', async () => {
  const infos = await Promise.all(packets.map((packet) => getPacketInfo(packet)))
  expect(
    new Set(infos.map(({ durationMs, frames, channels }) => `${durationMs} ${frames} ${channels}`)),
  ).toEqual(new Set(['20 1 1']))
  const bytes = packets.reduce((sum, { length }) => sum + length, 0)
  expect((bytes * 8) / (FRAMES * 0.02)).toBeLessThan(40_000)
})

test('libopus and ffmpeg hear in the packets what was spoken', async () => {
  const file = join(
    ...headerPages(),
    ...packets.map((packet, index) =>
      writeOggPage({
        sequenceNumber: index + 2,
        granulePosition: BigInt((index + 1) * FRAME_SAMPLES),
        lacingValues: lacing(packet.length),
        body: packet,
        headerType: index === packets.length - 1 ? 4 : 0,
      }),
    ),
  )
  const heard = (await decoded(packets)).subarray(PRE_SKIP_SAMPLES)
  const count = PCM.length - 2 * FRAME_SAMPLES
  expect(correlation(heard, PCM, { fromA: 0, fromB: 0, count })).toBeGreaterThan(0.92)
  const byFfmpeg = decodeWithFfmpeg(file)
  expect(correlation(byFfmpeg, PCM, { fromA: 0, fromB: 0, count })).toBeGreaterThan(0.92)
})

test('silence takes next to nothing, and is silence again', async () => {
  const encoder = await createVoiceEncoder()
  const silence = Array.from({ length: 50 }, () => encoder.encode(new Float32Array(FRAME_SAMPLES)))
  encoder.free()
  expect(silence.slice(5).reduce((sum, { length }) => sum + length, 0)).toBeLessThan(45 * 30)
  expect(Math.max(...(await decoded(silence)).map(Math.abs))).toBeLessThan(0.001)
})
