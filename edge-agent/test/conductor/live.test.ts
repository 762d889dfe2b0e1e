import type { ClusterConfig, LiveSession, Plan, PlayoutRecord } from '@tieng-lang/protocol'
import { beforeAll, expect, test } from 'vitest'
import { speechLike } from '../audio/signals.ts'
import { encodeSpeech } from '../live/stream.ts'
import { TestSender } from '../live/test-sender.ts'
import { VirtualWire } from '../live/virtual-wire.ts'
import { CLUSTER, config, emergency, liveSession, START_AT } from '../sealing.ts'
import { SeededChance } from '../virtual.ts'
import { type Life, Rig } from './rig.ts'

const TONE_MS = 4_000
const DUE_AT = START_AT + 20_000
const DELAY_MS = 400
let speech: Uint8Array[]

beforeAll(async () => {
  speech = await encodeSpeech(speechLike(48_000 * 30))
})

interface Scene {
  rig: Rig
  life: Life
  sender: TestSender
  /** A revision of the session, valid for so long from now. */
  take: (changes?: Partial<LiveSession>, remainingMs?: number) => void
  records: () => Promise<PlayoutRecord[]>
}

/** A cluster with a bulletin of 4 s at `DUE_AT`, and a sender that it can reach. */
async function scene(changes: { config?: ClusterConfig; plan?: (rig: Rig) => Plan } = {}): Promise<Scene> {
  const rig = new Rig({ toneMs: TONE_MS })
  const wire = new VirtualWire(rig.clock)
  rig.datagrams = (wall) => wire.open(wall)
  const sender = new TestSender({
    ...{ clock: rig.clock, chance: new SeededChance('sender'), datagrams: wire.open() },
    ...{ ssrc: 77, secrets: new Map([[CLUSTER, config.mediaSecret]]) },
  })
  await sender.start()
  const plan = changes.plan?.(rig) ?? rig.plan(rig.programme(DUE_AT))
  const made: Scene = {
    ...{ rig, sender, life: await rig.startLife(plan, changes.config) },
    take: (session = {}, remainingMs = 60_000) =>
      made.life.room.conductor.liveTaken({
        session: liveSession({
          ...{ ssrc: 77, delayMs: DELAY_MS, startedAt: DUE_AT, ...session },
          senders: session.senders ?? [{ host: '127.0.0.1', port: sender.port }],
        }),
        ...{ remainingMs, isNews: true, documentId: 'live', revision: 1, traceId: undefined },
      }),
    records: () => made.life.records(),
  }
  await rig.clock.runUntil(DUE_AT + 1_000)
  return made
}

const recordOf = (records: PlayoutRecord[], soundId: string) =>
  records.filter(({ occurrenceId }) => occurrenceId.startsWith(soundId))

test('a voice takes the loudspeaker from a bulletin, is heard to its last word, and the bulletin goes on', async () => {
  const { rig, life, sender, take, records } = await scene()
  take()
  await rig.clock.advance(500)
  const startAt = sender.speak(speech.slice(0, 200))
  await rig.clock.advance(4_050)
  take({ state: 'ended' })
  await rig.clock.advance(10_000)
  const [voice] = recordOf(await records(), 'noi-1')
  expect(voice).toMatchObject({ outcome: 'heard', reason: null, priority: 'announcement', interruptions: 0 })
  expect(Math.abs((voice?.endedAt ?? 0) - (startAt + 4_000 + DELAY_MS))).toBeLessThan(40)
  const [bulletin] = recordOf(await records(), 'tin@')
  expect(bulletin).toMatchObject({ outcome: 'heard', interruptions: 1, heardMs: TONE_MS })
  // From where it was when the voice took its place: no second of it twice.
  const leftMs = TONE_MS - ((voice?.startedAt ?? 0) - (bulletin?.startedAt ?? 0))
  expect(Math.abs((bulletin?.endedAt ?? 0) - (voice?.endedAt ?? 0) - leftMs)).toBeLessThan(100)
  expect(sender.goodbyes).toEqual([CLUSTER])
  await life.stop()
})

test('a session that is not renewed is silent when it expires, and says how much of it was missing', async () => {
  const { rig, life, sender, take, records } = await scene()
  take({}, 10_000)
  await rig.clock.advance(500)
  sender.speak(speech.slice(0, 150))
  await rig.clock.advance(4_000)
  await sender.stop()
  await rig.clock.advance(5_300)
  expect(life.room.conductor.output().current?.sound.soundId).toBe('noi-1')
  await rig.clock.advance(6_000)
  const [voice] = recordOf(await records(), 'noi-1')
  expect(voice).toMatchObject({ outcome: 'partlyHeard', reason: 'sourceSilent' })
  expect(voice?.heardMs).toBeLessThan(5_000)
  expect(recordOf(await records(), 'tin@')).toMatchObject([{ outcome: 'heard', interruptions: 1 }])
  await life.stop()
})

test('a session that expired here and is renewed after all is joined again, as another sound of the same broadcast', async () => {
  const { rig, life, sender, take, records } = await scene({ plan: (rig) => rig.plan() })
  take({}, 5_000)
  await rig.clock.advance(500)
  sender.speak(speech.slice(0, 900))
  await rig.clock.advance(8_000)
  expect(life.room.conductor.output().current).toBeNull()
  take({}, 60_000)
  await rig.clock.advance(4_000)
  expect(life.room.conductor.output().current?.sound).toMatchObject({
    soundId: 'noi-1/2',
    broadcastId: 'noi-1',
  })
  take({ state: 'ended' })
  await rig.clock.advance(3_000)
  expect((await records()).map(({ occurrenceId }) => occurrenceId)).toEqual(['noi-1', 'noi-1/2'])
  await life.stop()
})

test('a renewal keeps it on air', async () => {
  const { rig, life, sender, take } = await scene()
  take({}, 5_000)
  await rig.clock.advance(500)
  sender.speak(speech.slice(0, 600))
  await rig.clock.advance(4_000)
  take({}, 60_000)
  await rig.clock.advance(6_000)
  expect(life.room.conductor.output().current?.sound.soundId).toBe('noi-1')
  await life.stop()
})

test('a session whose sender is never reached disturbs nobody, and is accounted for', async () => {
  const { rig, life, take, records } = await scene()
  take({ senders: [{ host: '127.0.0.1', port: 1 }] }, 5_000)
  await rig.clock.advance(8_000)
  expect(recordOf(await records(), 'noi-1')).toMatchObject([{ outcome: 'notHeard', reason: 'audioMissing' }])
  expect(recordOf(await records(), 'tin@')).toMatchObject([{ outcome: 'heard', interruptions: 0 }])
  await life.stop()
})

test('an emergency takes the loudspeaker from who speaks, who is joined again in step', async () => {
  const { rig, life, sender, take, records } = await scene({ plan: (rig) => rig.plan() })
  const part = rig.part(2_000)
  life.stores.cache.want([{ ...part, neededAt: 0 }])
  take()
  await rig.clock.advance(1_000)
  const startAt = sender.speak(speech.slice(0, 500))
  await rig.clock.advance(3_000)
  const sentAt = rig.clock.now()
  const sounds = { opening: [part], message: [], speech: null, closing: [] }
  life.room.conductor.emergencyTaken(emergency({ sentAt, expiresAt: sentAt + 600_000, sounds }), 1)
  await rig.clock.advance(7_050)
  take({ state: 'ended' })
  await rig.clock.advance(3_000)
  const [voice] = recordOf(await records(), 'noi-1')
  expect(voice).toMatchObject({ outcome: 'partlyHeard', reason: 'preempted', interruptions: 1 })
  expect(Math.abs((voice?.endedAt ?? 0) - (startAt + 10_000 + DELAY_MS))).toBeLessThan(40)
  expect(recordOf(await records(), 'lu-1#')).toMatchObject([{ outcome: 'heard' }])
  await life.stop()
})

const NIGHT: ClusterConfig = {
  ...config,
  quietHours: { windows: [{ from: '00:00', until: '00:00' }] },
}

test('at night a voice is not heard, unless it belongs to an emergency that holds here', async () => {
  const { rig, life, sender, take, records } = await scene({ config: NIGHT, plan: (rig) => rig.plan() })
  take()
  await rig.clock.advance(1_000)
  expect(recordOf(await records(), 'noi-1')).toMatchObject([{ outcome: 'notHeard', reason: 'quietHours' }])
  const part = rig.part(1_000)
  life.stores.cache.want([{ ...part, neededAt: 0 }])
  await rig.clock.advance(1_000)
  const sentAt = rig.clock.now()
  const sounds = { opening: [part], message: [], speech: null, closing: [] }
  take({ sessionId: 'noi-2', emergencyId: 'lu-1', startedAt: sentAt })
  await rig.clock.advance(500)
  expect(life.room.conductor.output().current).toBeNull()
  life.room.conductor.emergencyTaken(
    emergency({ sentAt: sentAt - 1, expiresAt: sentAt + 600_000, sounds }),
    1,
  )
  await rig.clock.advance(1_000)
  expect(life.room.conductor.output().current?.sound).toMatchObject({
    ...{ soundId: 'noi-2', priority: 'emergency', emergency: { emergencyId: 'lu-1', status: 'Actual' } },
  })
  await sender.stop()
  await life.stop()
})

test('who speaks keeps the cluster; a confirmed take-over ends that', async () => {
  const { rig, life, take, records } = await scene({ plan: (rig) => rig.plan() })
  const current = () => life.room.conductor.output().current?.sound.soundId
  take()
  await rig.clock.advance(1_500)
  take({ sessionId: 'noi-2' })
  await rig.clock.advance(1_000)
  expect(current()).toBe('noi-1')
  take({ sessionId: 'noi-3', takesOver: true })
  await rig.clock.advance(1_000)
  expect(current()).toBe('noi-3')
  const reasons = (await records()).map(({ occurrenceId, reason }) => [occurrenceId, reason])
  expect(reasons).toContainEqual(['noi-2', 'preempted'])
  await rig.clock.advance(1_000)
  expect((await records()).map(({ occurrenceId }) => occurrenceId)).toContain('noi-1')
  await life.stop()
})

test('a stop silences a session for good, and nothing more is asked of its sender', async () => {
  const { rig, life, sender, take, records } = await scene()
  take()
  await rig.clock.advance(1_000)
  await rig.command(life, { name: 'stop', broadcastId: 'noi-1' })
  await rig.clock.advance(500)
  expect(sender.goodbyes).toEqual([CLUSTER])
  take()
  await rig.clock.advance(2_000)
  expect(recordOf(await records(), 'noi-1')).toMatchObject([{ reason: 'stopped' }])
  expect(sender.goodbyes).toHaveLength(1)
  await life.stop()
})

test('over a power cut a session goes on as soon as it is here again, and has one record', async () => {
  const made = await scene({ plan: (rig) => rig.plan() })
  const { rig, sender, take } = made
  take()
  await rig.clock.advance(1_000)
  sender.speak(speech)
  await rig.clock.advance(8_000)
  await rig.powerCut(made.life)
  await rig.clock.advance(2_000)
  made.life = await rig.startLife(rig.plan())
  await rig.clock.advance(1_000)
  take()
  await rig.clock.advance(3_000)
  const heardFrom = rig.wall.now() - 1_000
  expect(
    made.life.output.frames.filter(({ heardAt, level }) => heardAt > heardFrom && level > 0.01),
  ).not.toEqual([])
  take({ state: 'ended' })
  await rig.clock.advance(3_000)
  expect(recordOf(await made.records(), 'noi-1')).toMatchObject([
    { outcome: 'partlyHeard', interruptions: 1 },
  ])
  await made.life.stop()
})

test('a session that has ended during a power cut is given up soon, and what waits goes on', async () => {
  const made = await scene({
    plan: (rig) => rig.plan(rig.programme(DUE_AT + 25_000, { latenessMsMax: 60_000 })),
  })
  const { rig, take } = made
  take()
  await rig.clock.advance(8_000)
  await rig.powerCut(made.life)
  made.life = await rig.startLife(rig.plan(rig.programme(DUE_AT + 25_000, { latenessMsMax: 60_000 })))
  await rig.clock.advance(30_000)
  expect(recordOf(await made.records(), 'noi-1')).toHaveLength(1)
  expect(recordOf(await made.records(), 'tin@')).toMatchObject([{ outcome: 'heard' }])
  await made.life.stop()
})
