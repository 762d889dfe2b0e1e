import { CodedError, writeAudioMessage } from '@tieng-lang/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAudioMessage } from '../../src/broadcasting/live/source/audio-message.ts'
import { LiveSource } from '../../src/broadcasting/live/source/live-source.ts'
import { OggPackets } from '../../src/media/capture/ogg-packets.ts'

const packet = Uint8Array.of(9 << 3, 1, 2, 3)

test('what is written is read; a count of 48 bits, a level of one byte', () => {
  const message = { captureSample: 2 ** 47 + 5, levelDb: -33, hasVoice: true, opus: packet }
  expect(parseAudioMessage(writeAudioMessage(message))).toEqual(message)
})

test('any bytes are a message of 20 ms or a coded refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1_400 }), (bytes) => {
      try {
        const { levelDb, opus } = parseAudioMessage(bytes)
        return levelDb <= 0 && opus.length > 0
      } catch (cause) {
        return cause instanceof CodedError && cause.code === 'badAudioMessage'
      }
    }),
    { numRuns: 2_000 },
  )
})

test('any bytes to the Ogg reader are packets or a coded refusal', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), (chunks) => {
      const reader = new OggPackets()
      try {
        for (const chunk of chunks) reader.push(Buffer.concat([Buffer.from('OggS'), chunk]))
        return true
      } catch (cause) {
        return cause instanceof CodedError && cause.code === 'badOgg'
      }
    }),
    { numRuns: 500 },
  )
})

test('a source may give fifteen seconds at once after a hiccup, and no more than a sound card makes after that', () => {
  const source = new LiveSource(400)
  const take = (index: number, at: number) =>
    source.take({ captureSample: index * 960, levelDb: -10, hasVoice: true, opus: packet }, at)
  for (let index = 0; index < 750; index += 1) take(index, 1_000_000)
  expect(() => take(750, 1_000_000)).toThrow(expect.objectContaining({ code: 'tooManyPackets' }))
  expect(take(751, 1_000_100)).toBeDefined()
})

test('a source may take 128 kbit/s in the long run, and what it kept back at once', () => {
  const source = new LiveSource(400)
  const large = new Uint8Array(640)
  const take = (index: number) =>
    source.take(
      { captureSample: index * 960, levelDb: -10, hasVoice: true, opus: large },
      1_000_000 + index * 20,
    )
  // Twice as fast as it may: 240 kB in hand last for fifteen seconds.
  for (let index = 0; index < 745; index += 1) take(index)
  expect(() => {
    for (let index = 745; index < 760; index += 1) take(index)
  }).toThrow(expect.objectContaining({ code: 'tooManyBytes' }))
})

test('the level shown keeps a peak for a moment; packets that go back in time are not sent', () => {
  const source = new LiveSource(400)
  const take = (captureSample: number, levelDb: number) =>
    source.take({ captureSample, levelDb, hasVoice: true, opus: packet }, 2_000_000 + captureSample / 48)
  take(0, -40)
  take(960, -6)
  take(1_920, -40)
  expect(source.levelDb).toBeCloseTo(-6.24, 2)
  expect(take(960, -6)).toBeUndefined()
})
