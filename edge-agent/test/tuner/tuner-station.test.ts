import { expect, test } from 'vitest'
import { FRAME_SAMPLES } from '../../src/audio/frame.ts'
import { TunerSamples } from '../../src/tuner/tuner-samples.ts'
import { TUNER_DELAY_MS, tunerStation } from '../../src/tuner/tuner-station.ts'
import { START_AT } from '../sealing.ts'
import { SeededChance, VirtualClock } from '../virtual.ts'

const PERIOD_SAMPLES = 960
const TONE_HZ = 300
/** Frames are asked for so long before they are heard. */
const AHEAD_MS = 100

interface SceneOptions {
  /** How much faster than nominal the tuner's converter runs. */
  ppm?: number
  /** A piece comes later than it was ready by up to this much. */
  jitterMs?: number
}

/** A tuner with a tone whose phase says when it was received, and an output that asks for frames. */
class Scene {
  readonly clock = new VirtualClock(START_AT)
  readonly samples = new TunerSamples(this.clock)
  isHere = true
  isComing = true
  silentSamples = 0
  readonly #chance = new SeededChance('tuner')
  readonly #options: SceneOptions
  readonly #station = tunerStation({
    clock: this.clock,
    samples: this.samples,
    isHere: () => this.isHere,
    isGone: () => false,
    onSilence: (count) => {
      this.silentSamples += count
    },
  })

  constructor(options: SceneOptions = {}) {
    this.#options = options
    this.samples.begin()
    this.#capture(0)
  }

  /** Frames of so long; gives what each was told to be heard at, and its samples. */
  async frames(durationMs: number): Promise<{ heardAt: number; pcm: Float32Array }[]> {
    const frames: { heardAt: number; pcm: Float32Array }[] = []
    for (let doneMs = 0; doneMs < durationMs; doneMs += 20) {
      const heardAt = this.clock.now() + AHEAD_MS
      const pcm = new Float32Array(FRAME_SAMPLES)
      this.#station.readSamples(heardAt, pcm)
      frames.push({ heardAt, pcm })
      await this.clock.advance(20)
    }
    return frames
  }

  #capture(first: number): void {
    const { ppm = 0, jitterMs = 0 } = this.#options
    const samplesPerMs = 48 * (1 + ppm * 1e-6)
    const trueMs = (sample: number) => sample / samplesPerMs
    const readyMs = trueMs(first + PERIOD_SAMPLES)
    const lateMs = jitterMs * this.#chance.next()
    this.clock.after(readyMs + lateMs - this.#elapsedMs, () => {
      const pcm = Float32Array.from({ length: PERIOD_SAMPLES }, (_, index) =>
        Math.sin((2 * Math.PI * TONE_HZ * trueMs(first + index)) / 1_000),
      )
      if (this.isComing) this.samples.take(pcm)
      this.#capture(first + PERIOD_SAMPLES)
    })
  }

  get #elapsedMs(): number {
    return this.clock.now() - START_AT
  }
}

/** How long after it was received a frame's tone is heard, in ms, by its phase; good to half a period. */
function lagMs({ heardAt, pcm }: { heardAt: number; pcm: Float32Array }): number {
  let cosine = 0
  let sine = 0
  for (const [index, sample] of pcm.entries()) {
    const phase = (2 * Math.PI * TONE_HZ * (heardAt - START_AT + index / 48)) / 1_000
    cosine += sample * Math.cos(phase)
    sine += sample * Math.sin(phase)
  }
  const turns = Math.atan2(-cosine, sine) / (2 * Math.PI)
  const periodMs = 1_000 / TONE_HZ
  const offMs = ((turns * periodMs - TUNER_DELAY_MS) % periodMs) + periodMs
  return TUNER_DELAY_MS + (((offMs + periodMs / 2) % periodMs) - periodMs / 2)
}

function levelOf(pcm: Float32Array): number {
  return Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length)
}

test.each([0, 100, -100])('a converter that runs %i ppm off is followed: its lag stays', async (ppm) => {
  const scene = new Scene({ ppm, jitterMs: 8 })
  await scene.clock.advance(1_000)
  const frames = (await scene.frames(60_000)).slice(500)
  const lags = frames.map(lagMs)
  expect(Math.max(...lags) - Math.min(...lags)).toBeLessThan(1)
  expect(Math.abs((lags[0] ?? 0) - TUNER_DELAY_MS)).toBeLessThan(2)
  for (const { pcm } of frames) expect(levelOf(pcm)).toBeCloseTo(Math.SQRT1_2, 2)
  expect(scene.silentSamples).toBe(0)
})

test('without a carrier nothing is heard of it, whatever comes; with it, it is heard where it then is', async () => {
  const scene = new Scene()
  await scene.clock.advance(1_000)
  await scene.frames(1_000)
  scene.isHere = false
  const [fading, ...mute] = await scene.frames(5_000)
  expect(levelOf(fading?.pcm ?? new Float32Array(1))).toBeGreaterThan(0.1)
  for (const { pcm } of mute) expect(levelOf(pcm)).toBe(0)
  expect(scene.silentSamples).toBe(5_000 * 48)
  scene.isHere = true
  const [, ...back] = await scene.frames(1_000)
  for (const frame of back) {
    expect(levelOf(frame.pcm)).toBeCloseTo(Math.SQRT1_2, 2)
    expect(Math.abs(lagMs(frame) - TUNER_DELAY_MS)).toBeLessThan(2)
  }
})

test('what does not come is silence, and is told; a stream that begins anew is heard where it is', async () => {
  const scene = new Scene()
  await scene.clock.advance(1_000)
  await scene.frames(1_000)
  scene.isComing = false
  await scene.frames(3_000)
  expect(scene.silentSamples).toBeGreaterThan(2_500 * 48)
  scene.silentSamples = 0
  scene.isComing = true
  scene.samples.begin()
  await scene.frames(1_000)
  for (const frame of (await scene.frames(2_000)).slice(5)) {
    expect(levelOf(frame.pcm)).toBeCloseTo(Math.SQRT1_2, 2)
    expect(Math.abs(lagMs(frame) - TUNER_DELAY_MS)).toBeLessThan(2)
  }
})
