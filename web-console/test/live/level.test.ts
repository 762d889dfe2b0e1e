import { describe, expect, test } from 'vitest'
import { levelOf } from '../../src/views/live/sound/level/level.ts'
import { LevelWatch } from '../../src/views/live/sound/level/level-watch.ts'
import { VoiceDetector } from '../../src/views/live/sound/level/voice-detector.ts'
import { FRAME_SAMPLES } from './voice.ts'

const FRAMES_PER_S = 50
const tone = (amplitude: number) =>
  Float32Array.from({ length: FRAME_SAMPLES }, (_, index) => amplitude * Math.sin((index * Math.PI) / 24))

test('a sine of full scale has its peak at 0 dBFS, and 3 dB less in the mean', () => {
  const { rmsDb, peakDb } = levelOf(tone(1))
  expect(peakDb).toBeCloseTo(0, 2)
  expect(rmsDb).toBeCloseTo(-3.01, 2)
  expect(levelOf(tone(0.1)).peakDb).toBeCloseTo(-20, 2)
})

test('silence is −100 dB, not minus infinity', () => {
  expect(levelOf(new Float32Array(FRAME_SAMPLES))).toEqual({ rmsDb: -100, peakDb: -100, clippedSamples: 0 })
})

describe('what is told to whoever speaks', () => {
  const told = (frame: Float32Array, seconds: number, isVoice: boolean, watch = new LevelWatch()) => {
    let last: ReturnType<LevelWatch['take']> = null
    for (let count = 0; count < seconds * FRAMES_PER_S; count += 1) last = watch.take(levelOf(frame), isVoice)
    return last
  }

  test('good speech: nothing', () => expect(told(tone(0.3), 10, true)).toBe(null))
  test('speech without a loud syllable is too low', () => expect(told(tone(0.02), 5, true)).toBe('tooLow'))
  test('a quiet room in which nobody speaks is not too low', () =>
    expect(told(tone(0.02), 5, false)).toBe(null))
  test('nothing at all is a dead microphone', () => expect(told(tone(0), 5, false)).toBe('dead'))
  test('cut-off samples are clipping, at once', () => {
    const cut = tone(3).map((sample) => Math.max(-1, Math.min(1, sample)))
    expect(told(cut, 0.1, true)).toBe('clipping')
  })
  test('what has been told stays long enough to be read, and goes', () => {
    const watch = new LevelWatch()
    const cut = tone(3).map((sample) => Math.max(-1, Math.min(1, sample)))
    told(cut, 0.1, true, watch)
    expect(told(tone(0.3), 2, true, watch)).toBe('clipping')
    expect(told(tone(0.3), 8, true, watch)).toBe(null)
  })
})

describe('voice or the noise of a room', () => {
  test('a room goes by as noise, speech above it does not', () => {
    const voice = new VoiceDetector()
    const room = Array.from({ length: 20 * FRAMES_PER_S }, () => voice.take(-48))
    expect(room.slice(10 * FRAMES_PER_S)).not.toContain(true)
    expect(voice.take(-25)).toBe(true)
  })

  test('a fan that is switched on is noise after a while: a forgotten microphone ends', () => {
    const voice = new VoiceDetector()
    for (let count = 0; count < 5 * FRAMES_PER_S; count += 1) voice.take(-70)
    const fan = Array.from({ length: 30 * FRAMES_PER_S }, () => voice.take(-40))
    expect(fan[0]).toBe(true)
    expect(fan.at(-1)).toBe(false)
  })

  test('the pause between two words is still voice', () => {
    const voice = new VoiceDetector()
    voice.take(-70)
    voice.take(-20)
    expect(Array.from({ length: 10 }, () => voice.take(-70))).not.toContain(false)
    expect(Array.from({ length: 10 }, () => voice.take(-70)).at(-1)).toBe(false)
  })
})
