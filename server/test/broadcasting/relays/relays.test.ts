import { afterEach, beforeEach, expect, test } from 'vitest'
import { liveAnswer } from '../../../src/broadcasting/live/answer/live-answer.ts'
import { endSession } from '../../../src/broadcasting/live/end-session.ts'
import { findLiveSession } from '../../../src/storage/live/live-sessions.ts'
import { removeProgramme } from '../../../src/storage/programmes.ts'
import { temporaryFolder } from '../../running-server.ts'
import { LOCAL } from '../../tree.ts'
import {
  addFallback,
  clusterOn,
  pass,
  passUntil,
  plan,
  type RelayRoom,
  relayProgramme,
  relayRoom,
} from './relay-room.ts'

const OCCURRENCE = 'ct-1@once/tiep-song/1'

let folder: ReturnType<typeof temporaryFolder>
let room: RelayRoom

beforeEach(async () => {
  folder = temporaryFolder()
  room = await relayRoom(folder.path)
})
afterEach(async () => {
  await room.stop()
  folder.remove()
})

const open = () => room.live.open().map(({ session }) => session)
const relayOf = (sessionId: string) => liveAnswer(room, sessionId, LOCAL).relay
const found = (sessionId: string) => findLiveSession(room.database, sessionId)

/** On air, six seconds before its time, with a cluster that listens. */
async function onAir(relay: Parameters<typeof relayProgramme>[2] = {}) {
  const dueAt = room.clock.now() + 10_000
  plan(room, relayProgramme('ct-1', dueAt, relay))
  await pass(room, 5_100)
  return { ...(await clusterOn(room)), dueAt }
}

test('a relay begins seconds before its time as a session of its planned sound, and is over after it', async () => {
  const dueAt = room.clock.now() + 60_000
  plan(room, relayProgramme('ct-1', dueAt))
  await pass(room, 53_000)
  expect(open()).toEqual([])
  expect(room.station.opened).toEqual([])
  await pass(room, 2_000)
  const [session] = open()
  expect(session).toMatchObject({
    ...{ occurrenceId: OCCURRENCE, priority: 'routine', title: 'Thời sự', delay: 'robust' },
    ...{ targets: { areas: ['xa-a'], clusters: [] }, clusterIds: ['c-1', 'c-2'] },
  })
  const document = { occurrenceId: OCCURRENCE, priority: 'routine', delayMs: 1_000, emergencyId: null }
  expect(room.broker.published.at(-1)?.body).toMatchObject(document)
  expect(JSON.stringify(room.broker.published)).not.toContain('dai.vn')
  const { sessionId, heard } = await clusterOn(room)
  await pass(room, 121_000)
  expect(found(sessionId)?.state).toBe('onAir')
  const packets = heard()
  expect(packets.length).toBeGreaterThan(115 * 50)
  expect(packets.every(({ isStation }) => isStation)).toBe(true)
  // One behind the other, without a hole.
  expect((packets.at(-1)?.at ?? 0) * 50).toBeCloseTo(packets.length - 1, 3)
  await pass(room, 10_000)
  expect(found(sessionId)).toMatchObject({ state: 'ended', endedBecause: 'ended' })
  expect(open()).toEqual([])
})

test('a hiccup of three seconds is three seconds of silence; then the sound is where it would have been', async () => {
  const { heard } = await onAir()
  await pass(room, 10_000)
  room.station.isOnAir = false
  await pass(room, 3_000)
  room.station.isOnAir = true
  await pass(room, 4_000)
  const packets = heard()
  const steps = packets.slice(1).map(({ at }, index) => at - (packets[index]?.at ?? 0))
  const holes = steps.filter((step) => step > 0.021)
  expect(holes).toHaveLength(1)
  expect(holes[0]).toBeLessThan(5)
  // What is sent now was taken now: nothing is later than before.
  expect(packets.at(-1)?.at).toBeCloseTo(17, 0)
  expect(packets.every(({ isStation }) => isStation)).toBe(true)
})

test('a station that gives ten seconds at once and ends is heard to its end before it is asked again', async () => {
  room.station.packetsAtOnce = 500
  const { heard } = await onAir()
  await pass(room, 40_000)
  // Between two of them the second in which sound is gathered.
  expect(heard().length).toBeGreaterThan(0.8 * 40 * 50)
  expect(room.station.opened.length).toBeLessThan(7)
})

test('a station that stays away: ten seconds of silence, the fallback once, silence, and back within two seconds', async () => {
  await addFallback(room, folder.path)
  const { heard, sessionId } = await onAir({ fallbackBulletinId: 'du-phong' })
  await pass(room, 10_000)
  room.station.isOnAir = false
  await pass(room, 9_000)
  expect(relayOf(sessionId)).toMatchObject({ state: 'hold', trouble: 'sourceUnreachable' })
  await pass(room, 2_500)
  expect(relayOf(sessionId)?.state).toBe('fallback')
  // Its file is read in real time.
  await passUntil(room, () => heard().some(({ isStation }) => !isStation))
  await pass(room, 10_000)
  const others = heard().filter(({ isStation }) => !isStation)
  expect(others.length).toBeGreaterThanOrEqual(50)
  expect(others.length).toBeLessThan(53)
  expect(others[0]?.at).toBeGreaterThan(19.5)
  expect((others.at(-1)?.at ?? 0) - (others[0]?.at ?? 0)).toBeLessThan(1.1)
  room.station.isOnAir = true
  // It is asked again after five seconds at most, and gathers one.
  await pass(room, 7_000)
  expect(relayOf(sessionId)).toEqual({ state: 'source', trouble: null })
  expect(heard().at(-1)?.isStation).toBe(true)
})

test('a station that is not there at all: the fallback, from its time on', async () => {
  await addFallback(room, folder.path)
  room.station.isOnAir = false
  const { heard, dueAt } = await onAir({ fallbackBulletinId: 'du-phong' })
  // What is sent a second before it is heard at its time.
  await pass(room, dueAt - 1_100 - room.clock.now())
  expect(heard()).toEqual([])
  await pass(room, 200)
  await passUntil(room, () => heard().length >= 50)
  expect(heard().every(({ isStation }) => !isStation)).toBe(true)
})

test('without a fallback it is silent, and the session stays for the station to come back', async () => {
  const { heard, sessionId } = await onAir()
  room.station.isOnAir = false
  await pass(room, 80_000)
  const before = heard().length
  expect(found(sessionId)?.state).not.toBe('ended')
  room.station.isOnAir = true
  await pass(room, 8_000)
  expect(heard().length).toBeGreaterThan(before)
})

test('a server that starts anew in the middle begins another session of the same sound; one that was stopped it does not', async () => {
  const { sessionId } = await onAir()
  await pass(room, 20_000)
  await room.stop()
  room = await relayRoom(folder.path, room)
  await pass(room, 2_000)
  expect(found(sessionId)?.endedBecause).toBe('serverRestarted')
  // Nothing tells clusters of an end: that would be the end of the planned sound.
  expect(room.broker.published.filter(({ body }) => body?.state === 'ended')).toEqual([])
  const [again] = open()
  expect(again?.occurrenceId).toBe(OCCURRENCE)
  expect(again?.sessionId).not.toBe(sessionId)
  const { heard } = await clusterOn(room)
  await pass(room, 3_000)
  expect(heard().length).toBeGreaterThan(50)
  room.live.noteStop(['c-1'], 'ct-1@once')
  await pass(room, 2_000)
  expect(open()).toHaveLength(1)
  room.live.noteStop(['c-1', 'c-2'], 'ct-1@once')
  await pass(room, 12_000)
  expect(open()).toEqual([])
  await room.stop()
  room = await relayRoom(folder.path, room)
  await pass(room, 12_000)
  expect(open()).toEqual([])
})

test('a person may end it for good', async () => {
  const { sessionId } = await onAir()
  endSession(room, { sessionId, requestId: 'thoi' }, LOCAL)
  await pass(room, 12_000)
  expect(found(sessionId)?.endedBecause).toBe('stopped')
  expect(open()).toEqual([])
})

test('a withdrawn programme ends it; another station in the same item is gone over to', async () => {
  const { dueAt, sessionId } = await onAir()
  plan(room, relayProgramme('ct-1', dueAt, { source: { kind: 'stream', url: 'http://khac.vn/live' } }))
  await pass(room, 3_000)
  expect(room.station.opened).toEqual(['http://dai.vn/live', 'http://khac.vn/live'])
  expect(open().map((each) => each.sessionId)).toEqual([sessionId])
  removeProgramme(room.database, 'ct-1', 1)
  room.updates.changed('programmes')
  await pass(room, 3_000)
  expect(open()).toEqual([])
  expect(found(sessionId)?.endedBecause).toBe('ended')
})

test('a station is fetched once for all who relay it; a tuner is not the server’s', async () => {
  const at = room.clock.now() + 5_000
  plan(room, relayProgramme('ct-1', at))
  plan(room, relayProgramme('ct-2', at))
  plan(room, relayProgramme('ct-3', at, { source: { kind: 'tuner', frequencyKhz: 91_000 } }))
  await pass(room, 3_000)
  expect(open()).toHaveLength(2)
  expect(room.station.opened).toEqual(['http://dai.vn/live'])
})

test('a person may speak where a relay is on air, and takes nothing over: the table decides', async () => {
  await onAir()
  const { sessionId } = room.begin()
  expect(found(sessionId)?.takesOver).toBe(false)
  expect(open()).toHaveLength(2)
})

test('who hears a relay says so by the name that the plan gave it', async () => {
  const { sessionId } = await onAir()
  const sound = { occurrenceId: OCCURRENCE, broadcastId: 'ct-1@once' }
  const at = room.clock.now()
  room.live.noteAck('c-1', { ...sound, kind: 'soundStarted', heardAt: at, evidence: 'none', at })
  expect(room.live.run(sessionId)?.book.soundingCount()).toBe(1)
})
