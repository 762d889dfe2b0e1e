import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OggOpus, readOggOpus } from '../../src/audio/ogg/ogg-reader.ts'
import { Playback } from '../../src/audio/playback.ts'
import { DecoderPool } from '../../src/audio/sounds/opus-decoder.ts'
import { largestBend } from './clicks.ts'
import { decodeWithFfmpeg, encodeWithFfmpeg } from './ffmpeg.ts'
import { lagSummary, windowLags } from './lag.ts'
import { musicLike, speechLike } from './signals.ts'
import { type OutputCharacter, type Recording, recordOutput } from './simulated-output.ts'

const T0 = 1_790_000_000_000

interface Stored {
  file: OggOpus
  decoded: Float32Array
}

/** Enough for sounds played without a turn of the event loop between them. */
const decoders = new DecoderPool(40)
let speech: Stored
let music: Stored

function stored(pcm: Float32Array, bitrateKbps: number): Stored {
  const bytes = encodeWithFfmpeg(pcm, bitrateKbps)
  return { file: readOggOpus(bytes), decoded: decodeWithFfmpeg(bytes) }
}

/** Plays a stored sound once per instant and records it to its end. */
function play(sound: Stored, dueAts: number[], character: OutputCharacter = {}): Recording {
  const playback = new Playback({ decoders, onProgress: () => {} })
  for (const [index, startAt] of dueAts.entries()) {
    playback.arm({ soundId: `play ${index}`, content: { kind: 'opus', file: sound.file }, startAt })
  }
  const endAt = Math.max(...dueAts) + sound.decoded.length / 48
  return recordOutput(playback, { startAt: T0, frameCount: Math.ceil((endAt - T0) / 20) + 5 }, character)
}

beforeAll(async () => {
  await decoders.start()
  speech = stored(speechLike(48_000 * 20 + 417), 32)
  music = stored(musicLike(48_000 * 3 + 77), 64)
})
afterAll(() => decoders.stop())

describe('a stored bulletin through the whole path', () => {
  it.each([
    ['speech', () => speech],
    ['music', () => music],
  ])('an ideal output: %s on the sample, as ffmpeg decodes it', (_name, sound) => {
    const dueAt = T0 + 137.3125
    const summary = lagSummary(windowLags(play(sound(), [dueAt]), { pcm: sound().decoded, dueAt }))
    expect(summary.lagMsMax).toBeLessThan(0.02)
    expect(summary.correlationMin).toBeGreaterThan(0.999)
  })

  it.each([
    [100, 0],
    [-100, 500],
    [100, 10_000],
    [-37, 0],
  ])('%d ppm and ±0.5 ms of jitter, due after %d ms: in step, and never hurried', (ppm, afterMs) => {
    const dueAt = T0 + afterMs
    const recording = play(speech, [dueAt], { ppm, jitterMs: 0.5, seed: ppm })
    const summary = lagSummary(windowLags(recording, { pcm: speech.decoded, dueAt }))
    expect(summary.windowCount).toBeGreaterThan(70)
    expect(summary.lagMsMax).toBeLessThan(1)
    expect(summary.moveMsPerSecondMax).toBeLessThan(0.2)
    expect(summary.correlationMin).toBeGreaterThan(0.98)
  })

  it('music at 100 ppm correlates too', () => {
    const dueAt = T0 + 40
    const summary = lagSummary(
      windowLags(play(music, [dueAt], { ppm: 100, jitterMs: 0.5 }), { pcm: music.decoded, dueAt }, 1),
    )
    expect(summary.correlationMin).toBeGreaterThan(0.98)
  })

  it.each([0, 500])('three times with a gap of %d ms: each on its instant', (gapMs) => {
    const durationMs = music.decoded.length / 48
    const dueAts = [0, 1, 2].map((turn) => T0 + 61 + turn * (durationMs + gapMs))
    const recording = play(music, dueAts, { ppm: 60, jitterMs: 0.3 })
    for (const dueAt of dueAts) {
      const summary = lagSummary(windowLags(recording, { pcm: music.decoded, dueAt }, 1))
      expect(summary.lagMsMax).toBeLessThan(1)
      expect(summary.correlationMin).toBeGreaterThan(0.98)
    }
    expect(largestBend(recording.pcm).bend).toBeLessThan(largestBend(music.decoded).bend * 1.1)
  })

  it('interrupted at 100 ms steps and resumed where it was: nothing is missing', () => {
    for (let afterMs = 400; afterMs < 1400; afterMs += 100) {
      const playback = new Playback({ decoders, onProgress: () => {} })
      const content = { kind: 'opus', file: speech.file } as const
      playback.arm({ soundId: 'item', content, startAt: T0 })
      let positionMs = 0
      const resumeAt = T0 + 2000
      const recording = recordOutput(
        playback,
        { startAt: T0, frameCount: 200 },
        {
          before(frame) {
            if (frame !== afterMs / 20) return
            positionMs = playback.interrupt('item') ?? -1
            playback.arm({ soundId: 'item again', content, startAt: resumeAt, fromMs: positionMs })
          },
        },
      )
      expect(positionMs).toBeGreaterThan(afterMs)
      expect(positionMs).toBeLessThan(afterMs + 10)
      // What comes after the fade-in of 5 ms.
      const from = Math.round((positionMs + 5) * 48)
      const rest = { pcm: speech.decoded.slice(from, from + 80_000), dueAt: resumeAt + 5 }
      const summary = lagSummary(windowLags(recording, rest))
      expect(summary.lagMsMax).toBeLessThan(0.05)
      expect(summary.correlationMin).toBeGreaterThan(0.98)
    }
  })
})
