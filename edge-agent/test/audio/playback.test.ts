import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SoundEvent } from '../../src/audio/cue.ts'
import { type OggOpus, readOggOpus } from '../../src/audio/ogg-reader.ts'
import { DecoderPool } from '../../src/audio/opus-decoder.ts'
import { Playback } from '../../src/audio/playback.ts'
import { decodeWithFfmpeg, encodeWithFfmpeg } from './ffmpeg.ts'
import { type WindowLag, windowLags } from './lag.ts'
import { musicLike, speechLike } from './signals.ts'
import { recordOutput } from './simulated-output.ts'

const T0 = 1_790_000_000_000

interface Stored {
  file: OggOpus
  decoded: Float32Array
}

const decoders = new DecoderPool()
let speech: Stored
let music: Stored

function stored(pcm: Float32Array, kbps: number): Stored {
  const bytes = encodeWithFfmpeg(pcm, kbps)
  return { file: readOggOpus(bytes), decoded: decodeWithFfmpeg(bytes) }
}

beforeAll(async () => {
  await decoders.start()
  speech = stored(speechLike(48_000 * 30 + 417), 32)
  music = stored(musicLike(48_000 * 4 + 77), 64)
})
afterAll(() => decoders.stop())

function player(): { playback: Playback; events: SoundEvent[] } {
  const events: SoundEvent[] = []
  return { playback: new Playback({ decoders, onProgress: (event) => events.push(event) }), events }
}

function lagStats(lags: WindowLag[]) {
  const values = lags.map((window) => window.lagMs)
  const moves = lags.slice(4).map((window, index) => {
    const before = lags[index]
    if (!before) return 0
    return Math.abs(window.lagMs - before.lagMs) / ((window.positionMs - before.positionMs) / 1000)
  })
  return {
    max: Math.max(...values.map(Math.abs)),
    movePerSecondMax: Math.max(...moves),
    correlationMin: Math.min(...lags.map((window) => window.correlation)),
    count: lags.length,
  }
}

describe('a stored bulletin through the whole path', () => {
  it('an ideal output: on the instant, and what ffmpeg decodes', () => {
    const { playback, events } = player()
    const dueAt = T0 + 137.3125
    playback.arm({ soundId: 'a', content: { kind: 'opus', file: speech.file }, startAt: dueAt })
    const recording = recordOutput(playback, { startAt: T0, frameCount: 1600 })
    const stats = lagStats(windowLags(recording, { pcm: speech.decoded, dueAt }))
    console.log(stats, events)
    expect(stats.max).toBeLessThan(0.05)
    expect(stats.correlationMin).toBeGreaterThan(0.99)
  })

  it.each([100, -100])('%d ppm and ±0.5 ms of jitter', (ppm) => {
    const { playback } = player()
    const dueAt = T0 + 50
    playback.arm({ soundId: 'a', content: { kind: 'opus', file: speech.file }, startAt: dueAt })
    const recording = recordOutput(playback, { startAt: T0, frameCount: 1600 }, { ppm, jitterMs: 0.5 })
    const stats = lagStats(windowLags(recording, { pcm: speech.decoded, dueAt }))
    console.log(stats)
    expect(stats.max).toBeLessThan(5)
    expect(stats.movePerSecondMax).toBeLessThan(0.2)
    expect(stats.correlationMin).toBeGreaterThan(0.98)
  })

  it('reports what a playing frame costs', () => {
    const { playback } = player()
    playback.arm({ soundId: 'a', content: { kind: 'opus', file: speech.file }, startAt: T0 })
    playback.setVolume(90)
    const begin = process.hrtime.bigint()
    for (let frame = 0; frame < 1500; frame++) playback.readFrame(T0 + frame * 20.001)
    console.log(
      `one playing frame: ${Math.round(Number(process.hrtime.bigint() - begin) / 1500e3)} µs`,
      music.file.durationSamples,
    )
  })
})
