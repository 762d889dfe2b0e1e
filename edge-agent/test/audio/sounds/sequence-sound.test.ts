import { beforeAll, expect, test } from 'vitest'
import { type OggOpus, readOggOpus } from '../../../src/audio/ogg/ogg-reader.ts'
import { Playback } from '../../../src/audio/playback.ts'
import { DecoderPool } from '../../../src/audio/sounds/opus-decoder.ts'
import { opusSound } from '../../../src/audio/sounds/opus-sound.ts'
import { sequenceSound } from '../../../src/audio/sounds/sequence-sound.ts'
import type { Sound } from '../../../src/audio/sounds/sound.ts'
import type { SoundEvent } from '../../../src/audio/timeline/cue.ts'
import { encodeWithFfmpeg } from '../ffmpeg.ts'
import { sine } from '../signals.ts'
import { recordOutput } from '../simulated-output.ts'

const T0 = 1_790_000_000_000
const decoders = new DecoderPool(8)
let signal: OggOpus
let message: OggOpus
let speech: OggOpus

beforeAll(async () => {
  await decoders.start()
  const tone = (durationMs: number, frequencyHz: number) =>
    readOggOpus(encodeWithFfmpeg(sine(durationMs * 48, frequencyHz), 32))
  signal = tone(333, 400)
  message = tone(501, 800)
  speech = tone(707, 600)
})

/** All samples, read in pieces of `pieceSamples`. */
function samplesOf(sound: Sound, pieceSamples: number, fromSample = 0): Float32Array {
  const reader = sound.open(fromSample, 0)
  const found: number[] = []
  const piece = new Float32Array(pieceSamples)
  for (let given = reader.read(piece); given > 0; given = reader.read(piece)) {
    found.push(...piece.subarray(0, given))
  }
  reader.close()
  return Float32Array.from(found)
}

test('parts are joined sample by sample: what is read is exactly what each gives alone', () => {
  const alone = [signal, message].flatMap((part) => [...samplesOf(opusSound(part, decoders), 960)])
  const sound = sequenceSound({ opening: [signal], afterOpening: () => [message] }, decoders)
  expect(sound.undecided?.decide()).toBe(signal.durationSamples + message.durationSamples)
  const joined = samplesOf(sound, 777)
  expect(joined.length).toBe(alone.length)
  expect([...joined]).toEqual(alone)
  const tail = samplesOf(sound, 960, signal.durationSamples + 4_800)
  expect(tail.length).toBe(message.durationSamples - 4_800)
})

test('what follows the opening is chosen when it ends, once, and its length is told', () => {
  const events: SoundEvent[] = []
  let asked = 0
  let hasSpeech = false
  const afterOpening = () => {
    asked += 1
    return [hasSpeech ? speech : message]
  }
  const playback = new Playback({ decoders, onProgress: (event) => events.push(event) })
  const content = { kind: 'sequence' as const, opening: [signal], afterOpening }
  expect(playback.arm({ soundId: 'a', content, startAt: T0 + 100 })).toBeNull()
  recordOutput(playback, { startAt: T0, frameCount: 15 })
  expect(asked).toBe(0)
  hasSpeech = true
  const { pcm } = recordOutput(playback, { startAt: T0 + 300, frameCount: 70 })
  expect(asked).toBe(1)
  const durationMs = 333 + 707
  expect(events).toMatchObject([
    { type: 'started', heardAt: T0 + 100 },
    { type: 'lengthKnown', durationMs },
    { type: 'finished', heardAt: expect.closeTo(T0 + 100 + durationMs, 0), samples: durationMs * 48 },
  ])
  // No silence at the join, nor anywhere before the end.
  const lastLoud = pcm.findLastIndex((sample) => Math.abs(sample) > 0.05)
  for (let from = 480; from + 480 < lastLoud; from += 480) {
    expect(Math.max(...pcm.subarray(from, from + 480).map(Math.abs))).toBeGreaterThan(0.05)
  }
  expect(lastLoud / 48).toBeCloseTo(durationMs - 200, -1)
})

test('counted, the same events at the same instants, with nothing decoded', () => {
  const events: SoundEvent[] = []
  const playback = new Playback({ decoders, onProgress: (event) => events.push(event) })
  const content = { kind: 'sequence' as const, opening: [signal], afterOpening: () => [message] }
  playback.arm({ soundId: 'a', content, startAt: T0 + 100 })
  let countedAt = T0
  for (let changeAt = playback.nextChangeAt(countedAt); changeAt < T0 + 10_000; ) {
    const untilAt = changeAt > countedAt ? changeAt : countedAt + 1 / 48
    playback.pass(countedAt, untilAt)
    countedAt = untilAt
    changeAt = playback.nextChangeAt(countedAt)
  }
  expect(events).toMatchObject([
    { type: 'started', heardAt: T0 + 100 },
    { type: 'lengthKnown', heardAt: expect.closeTo(T0 + 433, 1), durationMs: 834 },
    { type: 'finished', heardAt: expect.closeTo(T0 + 934, 0), samples: 834 * 48 },
  ])
})

test('a signal without a message, and a message without a signal', () => {
  for (const [opening, rest, durationMs] of [
    [[signal], [], 333],
    [[], [message], 501],
  ] as const) {
    const events: SoundEvent[] = []
    const playback = new Playback({ decoders, onProgress: (event) => events.push(event) })
    playback.arm({
      soundId: 'a',
      content: { kind: 'sequence', opening, afterOpening: () => rest },
      startAt: 'next',
    })
    recordOutput(playback, { startAt: T0, frameCount: 40 })
    expect(events.map(({ type }) => type)).toEqual(['started', 'lengthKnown', 'finished'])
    expect(events[2]).toMatchObject({ samples: durationMs * 48 })
  }
})

test('followed without a gap by what is armed behind it, it is finished, not cut: real and counted', () => {
  for (const isCounted of [false, true]) {
    const events: SoundEvent[] = []
    const playback = new Playback({ decoders, onProgress: (event) => events.push(event) })
    const content = { kind: 'sequence' as const, opening: [signal], afterOpening: () => [] }
    playback.arm({ soundId: 'closing', content, startAt: T0 + 100 })
    playback.arm({ soundId: 'next', content: { kind: 'opus', file: message }, startAt: T0 + 433 })
    if (isCounted)
      for (let countedAt = T0; countedAt < T0 + 2_000; ) {
        const untilAt = Math.max(playback.nextChangeAt(countedAt), countedAt + 1 / 48)
        playback.pass(countedAt, Math.min(untilAt, T0 + 2_000))
        countedAt = untilAt
      }
    else recordOutput(playback, { startAt: T0, frameCount: 100 })
    expect(events.map(({ type, soundId }) => `${soundId} ${type}`)).toEqual([
      'closing started',
      'closing lengthKnown',
      'closing finished',
      'next started',
      'next finished',
    ])
  }
})
