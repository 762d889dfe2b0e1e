import { expect, test } from 'vitest'
import { readOggOpus } from '../../../../edge-agent/src/audio/ogg/ogg-reader.ts'
import { DecoderPool } from '../../../../edge-agent/src/audio/sounds/opus-decoder.ts'
import { opusSound } from '../../../../edge-agent/src/audio/sounds/opus-sound.ts'
import { silentBulletin } from '../../../src/virtual/index.ts'

test.each([20, 1_234, 90_000])('a silent bulletin of %d ms is one for our own reader', (durationMs) => {
  expect(readOggOpus(silentBulletin(durationMs, 'tin')).durationSamples).toBe(durationMs * 48)
})

test('it decodes, to silence', async () => {
  const decoders = new DecoderPool(1)
  await decoders.start()
  const reader = opusSound(readOggOpus(silentBulletin(1_000, 'tin')), decoders).open(0, 0)
  const pcm = new Float32Array(48_000).fill(1)
  expect(reader.read(pcm)).toBe(48_000)
  expect(pcm.every((sample) => Math.abs(sample) < 1e-3)).toBe(true)
  reader.close()
  await decoders.stop()
})

test('two titles are two files', () => {
  expect(Buffer.compare(silentBulletin(1_000, 'một'), silentBulletin(1_000, 'hai'))).not.toBe(0)
})
