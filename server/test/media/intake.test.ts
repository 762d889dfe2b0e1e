import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type IntakeOptions, type IntakeStep, takeIn } from '../../src/media/intake.ts'
import { MediaStore } from '../../src/media/media-store.ts'
import { make, speak, speakInStudio } from './recordings.ts'

const folder = mkdtempSync(join(tmpdir(), 'tl-intake-'))
const store = new MediaStore(join(folder, 'media'), systemChance)
let speech = ''

beforeAll(async () => {
  await store.start()
  speech = speakInStudio(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const options = (more: Partial<IntakeOptions> = {}): IntakeOptions => ({
  clock: systemClock,
  store,
  kind: 'speech',
  runMsMax: 60_000,
  ...more,
})
const text = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

test('speech comes out at -16 LUFS within 1 LU, with peaks below 0 dBTP, and twice as the same file', async () => {
  const steps: IntakeStep[] = []
  const taken = await takeIn(speech, options({ onProgress: (step) => steps.push(step) }))
  const { loudness, media } = taken
  expect(Math.abs(loudness.storedLufs - -16)).toBeLessThanOrEqual(1)
  expect(loudness.storedTruePeakDbtp).toBeLessThanOrEqual(0)
  expect(media.durationMs).toBeGreaterThan(5_000)
  expect(await store.sizeOf(media.sha256)).toBe(media.sizeBytes)
  expect([...new Set(steps)].slice(0, 3)).toEqual(['probing', 'measuring', 'encoding'])
  expect((await takeIn(speech, options())).media).toEqual(media)
})

test('a quiet stereo MP3 is brought up, and its duration is that of its samples', async () => {
  const mp3 = make(folder, 'quiet.mp3', ['-i', speech, '-af', 'volume=-20dB', '-ac', '2', '-ar', '44100'])
  const { loudness, media } = await takeIn(mp3, options({ kind: 'music' }))
  expect(Math.abs(loudness.storedLufs - -16)).toBeLessThanOrEqual(1)
  const { durationMs } = (await takeIn(speech, options())).media
  expect(Math.abs(media.durationMs - durationMs)).toBeLessThan(100)
})

test('speech with high peaks comes out softer rather than crushed, and it is said', async () => {
  const { loudness } = await takeIn(speak(folder), options())
  expect(loudness.isGainLowered).toBe(true)
  expect(loudness.gainDb + loudness.inputTruePeakDbtp).toBeLessThanOrEqual(-3 + 6 + 0.01)
  expect(loudness.storedLufs).toBeGreaterThan(-19)
})

test('where over 6 dB would be limited the gain is lowered, and it is said', async () => {
  // Five seconds of a soft tone with one loud click: the tone cannot come up to -16 LUFS below the click.
  const click = 'if(between(t\\,2\\,2.001)\\,0.9\\,0.003*sin(2*PI*300*t))'
  const path = make(folder, 'click.wav', ['-f', 'lavfi', '-i', `aevalsrc=${click}:s=48000:d=5`])
  const { loudness } = await takeIn(path, options())
  expect(loudness.isGainLowered).toBe(true)
  expect(loudness.storedLufs).toBeLessThan(-17)
  expect(loudness.storedTruePeakDbtp).toBeLessThanOrEqual(0)
})

test.each([
  ['a playlist', () => text('list.mp3', '#EXTM3U\nhttp://example.invalid/a.mp3\n'), 'playlistRefused'],
  ['an HLS playlist', () => text('hls', '\n#EXTM3U\n#EXT-X-TARGETDURATION:5\nx.wav\n'), 'playlistRefused'],
  [
    'an ffconcat file',
    () => text('concat.wav', "ffconcat version 1.0\nfile 'speech.wav'\n"),
    'playlistRefused',
  ],
  ['a text', () => text('text.wav', 'Kính thưa bà con\n'.repeat(50)), 'notAudio'],
  ['an empty file', () => text('empty.wav', ''), 'notAudio'],
  [
    'a picture',
    () => make(folder, 'p.png', ['-f', 'lavfi', '-i', 'color=c=red:s=16x16:d=1', '-frames:v', '1']),
    'notAudio',
  ],
  [
    'a film without sound',
    () => make(folder, 'film.mkv', ['-f', 'lavfi', '-i', 'color=c=red:s=32x32:d=1', '-c:v', 'mjpeg']),
    'noAudioStream',
  ],
  [
    'silence',
    () => make(folder, 'silent.wav', ['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono', '-t', '3']),
    'silent',
  ],
  ['a click', () => make(folder, 'short.wav', ['-f', 'lavfi', '-i', 'sine=d=0.1']), 'tooShort'],
])('%s is refused with its code', async (_, path, code) => {
  await expect(takeIn(path(), options())).rejects.toMatchObject({ code })
})

test('what takes too long, or is cancelled, ends with its code and leaves nothing behind', async () => {
  const long = make(folder, 'long.wav', ['-f', 'lavfi', '-i', 'sine=r=8000:d=3600', '-ar', '8000'])
  await expect(takeIn(long, options({ runMsMax: 50 }))).rejects.toMatchObject({ code: 'tookTooLong' })
  const cancel = new AbortController()
  const cancelled = takeIn(
    long,
    options({ signal: cancel.signal, onProgress: (s) => s === 'measuring' && cancel.abort() }),
  )
  await expect(cancelled).rejects.toMatchObject({ code: 'aborted' })
  expect(statSync(long).size).toBeGreaterThan(1_000_000)
})
