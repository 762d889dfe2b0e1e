import { LIVE_DELAYS_MS, LIVE_EXPIRY_MS_MAX, type LiveDelay, SECOND_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { liveAnswer } from '../server/src/broadcasting/live/answer/live-answer.ts'
import type { Speaker } from '../server/src/broadcasting/live/following/live-run.ts'
import { startSession } from '../server/src/broadcasting/live/start/start-session.ts'
import { LOCAL } from '../server/test/tree.ts'
import { layOut, type Stage } from './simulation/play/lay-out.ts'
import { PROVINCE } from './simulation/story/places.ts'
import { EMPTY_PACKET } from './support/virtual/empty-packet.ts'

/** Long after the night's quiet hours. */
const MORNING_MS = 8 * 3_600 * SECOND_MS
const SPOKEN_MS = 2 * 60 * SECOND_MS
const GONE_MS = 30 * SECOND_MS
const DELAY: LiveDelay = 'live'
const PACKET_EVERY_MS = 500
const SAMPLES_PER_MS = 48
/** The document is renewed every 20 s: these are the instants between two renewals, and the next ones. */
const AFTER_BEGINNING_S = [1, 5, 10, 15, 19, 20, 21, 30, 39]

/** Somebody who speaks on, whatever happens, and remembers what they were told. */
class SteadySpeaker implements Speaker {
  readonly endings: { because: string; at: number; toldAt: number }[] = []
  readonly sessionId: string
  readonly #stage: Stage
  readonly #beganMs: number

  constructor(stage: Stage) {
    this.#stage = stage
    this.#beganMs = stage.clock.monotonicMs()
    const { services } = stage.server.present
    const place = { areas: [PROVINCE], zones: [], clusters: [] }
    const order = { requestId: 'noi', title: 'Nói', delay: DELAY, takeOver: false, silenced: [], place }
    this.sessionId = startSession(services, order, LOCAL).sessionId
    services.live.speak(this.sessionId, this)
    this.#speak()
  }

  tellEnding(ending: { because: string; at: number }): void {
    this.endings.push({ ...ending, toldAt: this.#stage.clock.now() })
  }

  tellSession(): void {}
  close(): void {}

  #speak(): void {
    const { clock, server } = this.#stage
    const captureSample = (clock.monotonicMs() - this.#beganMs) * SAMPLES_PER_MS
    const isTaken = server.present.services.live.run(this.sessionId) !== undefined
    if (!isTaken) return
    server.present.services.live.take(this.sessionId, {
      captureSample,
      levelDb: -20,
      hasVoice: true,
      opus: EMPTY_PACKET,
    })
    clock.after(PACKET_EVERY_MS, () => this.#speak())
  }
}

async function onStage(seed: string): Promise<Stage> {
  const stage = await layOut({ seed, days: 1, clusterIds: ['cum-1', 'cum-2'], events: [] })
  await stage.clock.runUntil(stage.clock.now() + MORNING_MS)
  return stage
}

test.each(AFTER_BEGINNING_S)(
  'a broker that is gone for 30 s, %i s after a voice began: it goes on in one piece',
  async (afterS) => {
    const stage = await onStage('thirty seconds')
    const { clock, broker, commune, server } = stage
    const speaker = new SteadySpeaker(stage)
    const beganAt = clock.now()
    await clock.runUntil(beganAt + afterS * SECOND_MS)
    broker.stop({ keepsRetained: false })
    await clock.runUntil(clock.now() + GONE_MS)
    broker.start()
    await clock.runUntil(beganAt + SPOKEN_MS)
    const { services } = server.present
    expect(liveAnswer(services, speaker.sessionId, LOCAL)).toMatchObject({ state: 'onAir', soundingCount: 2 })
    await commune.stop()
    for (const { runs } of commune.clusters) {
      const heard = runs.filter(({ soundId }) => soundId === speaker.sessionId)
      expect(heard).toHaveLength(1)
      expect((heard[0]?.trueUntilAt ?? 0) - beganAt).toBeGreaterThan(SPOKEN_MS - SECOND_MS)
    }
  },
)

test('a broker that stays away: who speaks is told when it will be silent, and then it is', async () => {
  const stage = await onStage('for good')
  const { clock, broker, commune } = stage
  const speaker = new SteadySpeaker(stage)
  await clock.runUntil(clock.now() + 30 * SECOND_MS)
  broker.stop({ keepsRetained: false })
  const goneAt = clock.now()
  await clock.runUntil(goneAt + 3 * SECOND_MS)
  const [told] = speaker.endings
  expect(told).toMatchObject({ because: 'brokerGone' })
  const silentAt = told?.at ?? Number.NaN
  expect(silentAt).toBeGreaterThan(goneAt + GONE_MS)
  expect(silentAt).toBeLessThanOrEqual(goneAt + LIVE_EXPIRY_MS_MAX)
  await clock.runUntil(goneAt + SPOKEN_MS)
  for (const { runs } of commune.clusters) {
    const heard = runs.filter(({ soundId }) => soundId === speaker.sessionId)
    expect(heard).toHaveLength(1)
    expect(Math.abs((heard[0]?.trueUntilAt ?? 0) - silentAt)).toBeLessThan(
      LIVE_DELAYS_MS[DELAY] + 2 * SECOND_MS,
    )
  }
})
