import { expect, test } from 'vitest'
import {
  LIVE_AUDIO_HEADER_BYTES,
  LIVE_AUDIO_MESSAGE_BYTES_MAX,
  readAudioMessage,
  writeAudioMessage,
} from '../../src/index.ts'

const opus = Uint8Array.of(0x78, 1, 2, 3)

test('what is written is read, beyond 32 bits as well', () => {
  const message = { captureSample: 2 ** 47 + 5, levelDb: -33, hasVoice: true, opus }
  expect(readAudioMessage(writeAudioMessage(message))).toEqual(message)
})

test('the header: a count of 48 bits, a level of one byte, a flag for voice', () => {
  const bytes = writeAudioMessage({ captureSample: 2 ** 32 + 960, levelDb: -23.4, hasVoice: true, opus })
  expect([...bytes]).toEqual([0, 1, 0, 0, 3, 192, 23, 1, ...opus])
})

test('silence is a level of 127, whatever lies below it; nothing is louder than full scale', () => {
  const levelOf = (levelDb: number) =>
    readAudioMessage(writeAudioMessage({ captureSample: 0, levelDb, hasVoice: false, opus }))?.levelDb
  expect([levelOf(-150), levelOf(-127), levelOf(3)]).toEqual([-127, -127, -0])
})

test('what is too short or too long for a message is none', () => {
  expect(readAudioMessage(new Uint8Array(LIVE_AUDIO_HEADER_BYTES))).toBeUndefined()
  expect(readAudioMessage(new Uint8Array(LIVE_AUDIO_MESSAGE_BYTES_MAX + 1))).toBeUndefined()
  expect(readAudioMessage(new Uint8Array(LIVE_AUDIO_MESSAGE_BYTES_MAX))).toBeDefined()
})
