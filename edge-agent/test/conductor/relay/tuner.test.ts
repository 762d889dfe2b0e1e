import type { Plan, PlayoutRecord } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import type { AudioInput, PcmSink } from '../../../src/hardware/index.ts'
import { emergency } from '../../sealing.ts'
import type { VirtualClock } from '../../virtual.ts'
import { type Life, Rig } from '../rig.ts'
import { DUE_AT, type Heard, kindOf, RELAY_MS } from './relay-rig.ts'

const STATION_KHZ = 91_000

/** The wire from the tuner: a tone, as loud as its station, for as long as somebody listens. */
class HandInput implements AudioInput {
  level = 0.12
  isListening = false
  isBroken = false
  readonly #clock: VirtualClock
  #phase = 0

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  start(sink: PcmSink): void {
    this.isListening = true
    sink.begin()
    this.#next(sink)
  }

  async stop(): Promise<void> {
    this.isListening = false
  }

  #next(sink: PcmSink): void {
    this.#clock.after(20, () => {
      if (!this.isListening) return
      if (!this.isBroken) sink.take(Float32Array.from({ length: 960 }, () => this.#sample()))
      this.#next(sink)
    })
  }

  #sample(): number {
    this.#phase += (2 * Math.PI * 300) / 48_000
    return this.level * Math.sin(this.#phase)
  }
}

interface SceneOptions {
  fallbackMs?: number | null
  hasTuner?: boolean
}

/** A cluster with a relay of 30 s of its own tuner at `DUE_AT`. */
class TunerScene {
  readonly rig = new Rig()
  readonly input = new HandInput(this.rig.clock)
  life!: Life
  #plan: Plan = { programmes: [], stopped: [] }

  static async start({ fallbackMs = 4_000, hasTuner = true }: SceneOptions = {}): Promise<TunerScene> {
    const scene = new TunerScene()
    const fallback = fallbackMs === null ? null : scene.rig.part(fallbackMs)
    const relay = { durationMsMax: RELAY_MS, fallback, tuner: { frequencyKhz: STATION_KHZ } }
    scene.rig.tunerInput = scene.input
    scene.#plan = scene.rig.plan(
      scene.rig.programme(DUE_AT, {
        programmeId: 'fm',
        playlist: [{ itemId: 'dai', title: 'Đài huyện', repeats: 1, gapMs: 0, relay }],
      }),
    )
    await scene.live({ hasTuner })
    return scene
  }

  async live({ hasTuner = true } = {}): Promise<void> {
    this.life = await this.rig.startLife(this.#plan)
    this.life.board.hasTuner = hasTuner
    this.life.board.carriersKhz.add(STATION_KHZ)
  }

  async until(afterMs: number): Promise<void> {
    await this.rig.clock.runUntil(DUE_AT + afterMs)
  }

  get tunedKhz(): number | null {
    return this.life.board.tunerKhz
  }

  /** What is heard from one instant after its time to another, each once in a row, without the frames of changes. */
  heard(fromMs: number, untilMs: number): Heard[] {
    const within = this.life.output.frames.filter(
      ({ heardAt }) => heardAt >= DUE_AT + fromMs && heardAt < DUE_AT + untilMs,
    )
    const kinds = within.map(({ level }) => kindOf(level))
    const steady = kinds.filter((kind, index) => kind === kinds[index + 1])
    return steady.filter((kind, index) => kind !== steady[index - 1])
  }

  async record(): Promise<PlayoutRecord | undefined> {
    const found = (await this.life.records()).filter(({ occurrenceId }) => occurrenceId === 'fm@once/dai/1')
    expect(found).toHaveLength(1)
    return found[0]
  }
}

test('the tuner is heard from the relay’s beginning to its end, tuned and listened to only then', async () => {
  const scene = await TunerScene.start()
  await scene.until(-3_000)
  expect(scene.tunedKhz).toBeNull()
  expect(scene.input.isListening).toBe(false)
  await scene.until(0)
  expect(scene.tunedKhz).toBe(STATION_KHZ)
  await scene.until(RELAY_MS + 1_000)
  expect(scene.tunedKhz).toBeNull()
  expect(scene.input.isListening).toBe(false)
  await scene.until(RELAY_MS + 5_000)
  expect(scene.heard(-10_000, -20)).toEqual(['silence'])
  expect(scene.heard(40, RELAY_MS - 40)).toEqual(['high'])
  expect(scene.heard(RELAY_MS + 20, RELAY_MS + 4_000)).toEqual(['silence'])
  expect(await scene.record()).toMatchObject({ outcome: 'heard', reason: null, startedAt: DUE_AT })
  await scene.life.stop()
})

test('a lost carrier is waited for in silence; after ten seconds the bulletin is said once, and then the station', async () => {
  const scene = await TunerScene.start({ fallbackMs: 3_000 })
  await scene.until(3_000)
  scene.life.board.carriersKhz.delete(STATION_KHZ)
  await scene.until(6_000)
  scene.life.board.carriersKhz.add(STATION_KHZ)
  await scene.until(9_000)
  scene.life.board.carriersKhz.delete(STATION_KHZ)
  await scene.until(24_000)
  scene.life.board.carriersKhz.add(STATION_KHZ)
  await scene.until(RELAY_MS + 5_000)
  expect(scene.heard(3_700, 5_900)).toEqual(['silence'])
  expect(scene.heard(7_000, 8_900)).toEqual(['high'])
  expect(scene.heard(9_700, 18_900)).toEqual(['silence'])
  expect(scene.heard(19_700, 21_900)).toEqual(['bulletin'])
  expect(scene.heard(23_000, 23_900)).toEqual(['silence'])
  expect(scene.heard(25_000, RELAY_MS - 40)).toEqual(['high'])
  const record = await scene.record()
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'sourceSilent', askedMs: RELAY_MS })
  expect(record?.heardMs).toBeGreaterThan(13_000)
  expect(record?.heardMs).toBeLessThan(17_500)
  await scene.life.stop()
})

test('a tuner whose wire is broken is a station that is not there, though it has a carrier', async () => {
  const scene = await TunerScene.start()
  scene.input.isBroken = true
  await scene.until(10_000)
  scene.input.isBroken = false
  await scene.until(RELAY_MS + 5_000)
  expect(scene.heard(1_500, 4_500)).toEqual(['bulletin'])
  expect(scene.heard(11_000, RELAY_MS - 40)).toEqual(['high'])
  await scene.life.stop()
})

test('a cluster without a tuner says the bulletin, and records why', async () => {
  const scene = await TunerScene.start({ hasTuner: false })
  await scene.until(RELAY_MS + 5_000)
  expect(scene.heard(40, 3_900)).toEqual(['bulletin'])
  expect(scene.heard(4_100, RELAY_MS)).toEqual(['silence'])
  expect(scene.input.isListening).toBe(false)
  expect(await scene.record()).toMatchObject({ outcome: 'partlyHeard', reason: 'noTuner' })
  await scene.life.stop()
})

test('without a tuner and without a bulletin nothing is heard, and that is recorded', async () => {
  const scene = await TunerScene.start({ hasTuner: false, fallbackMs: null })
  await scene.until(RELAY_MS + 5_000)
  expect(scene.heard(-1_000, RELAY_MS)).toEqual(['silence'])
  expect(await scene.record()).toMatchObject({ outcome: 'notHeard', reason: 'noTuner', heardMs: 0 })
  await scene.life.stop()
})

test('an emergency shuts the tuner as long as it sounds; a stop shuts it for good', async () => {
  const scene = await TunerScene.start()
  const part = scene.rig.part(2_000)
  scene.life.stores.cache.want([{ ...part, neededAt: 0 }])
  await scene.until(10_000)
  const sentAt = scene.rig.clock.now()
  const sounds = { opening: [part], message: [], speech: null, closing: [] }
  scene.life.room.conductor.emergencyTaken(emergency({ sentAt, expiresAt: sentAt + 600_000, sounds }), 1)
  await scene.until(10_300)
  expect(scene.tunedKhz).toBeNull()
  await scene.until(15_000)
  expect(scene.heard(10_500, 11_500)).toEqual(['bulletin'])
  expect(scene.heard(13_500, 14_900)).toEqual(['high'])
  expect(scene.tunedKhz).toBe(STATION_KHZ)
  await scene.rig.command(scene.life, { name: 'stop', broadcastId: null })
  await scene.until(15_500)
  expect(scene.tunedKhz).toBeNull()
  await scene.until(20_000)
  expect(scene.heard(16_000, 20_000)).toEqual(['silence'])
  expect(await scene.record()).toMatchObject({ outcome: 'partlyHeard', reason: 'stopped' })
  await scene.life.stop()
})

test('an agent that is killed on air tunes again in its next life', async () => {
  const scene = await TunerScene.start()
  await scene.until(8_000)
  await scene.rig.powerCut(scene.life)
  await scene.until(10_000)
  await scene.live()
  await scene.until(RELAY_MS - 2_000)
  expect(scene.tunedKhz).toBe(STATION_KHZ)
  expect(scene.heard(16_000, RELAY_MS - 2_000)).toEqual(['high'])
  await scene.until(RELAY_MS + 5_000)
  expect(scene.tunedKhz).toBeNull()
  await scene.record()
  await scene.life.stop()
})
