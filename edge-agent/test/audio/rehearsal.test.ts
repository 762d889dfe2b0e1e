import { expect, test } from 'vitest'
import { DecoderPool } from '../../src/audio/opus-decoder.ts'
import { rehearse } from '../../src/audio/rehearsal.ts'

test('a rehearsal is played once in a process, and leaves every decoder for the sounds to come', async () => {
  const decoders = new DecoderPool(2)
  await decoders.start()
  const first = rehearse(decoders)
  expect(rehearse(decoders)).toBe(first)
  await first
  await expect.poll(() => decoders.readyCount).toBe(2)
  await decoders.stop()
})
