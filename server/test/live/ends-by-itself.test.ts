import { afterEach, beforeEach, expect, test } from 'vitest'
import { liveAnswer } from '../../src/broadcasting/live/answer/live-answer.ts'
import { endSession } from '../../src/broadcasting/live/end-session.ts'
import { startSession } from '../../src/broadcasting/live/start/start-session.ts'
import { findLiveSession } from '../../src/storage/live/live-sessions.ts'
import { temporaryFolder } from '../running-server.ts'
import { LOCAL } from '../tree.ts'
import { deskRoom, fillRoom, NotingSpeaker, settled } from './desk-room.ts'
import { liveOrder } from './speaker.ts'

let folder: ReturnType<typeof temporaryFolder>
let room: Awaited<ReturnType<typeof deskRoom>>

beforeEach(async () => {
  folder = temporaryFolder()
  room = await deskRoom(folder.path)
  fillRoom(room)
})
afterEach(async () => {
  await room.stop()
  folder.remove()
})

function onAir(): { sessionId: string; speaker: NotingSpeaker } {
  const { sessionId } = room.begin()
  const speaker = new NotingSpeaker()
  room.live.speak(sessionId, speaker)
  return { sessionId, speaker }
}

const found = (sessionId: string) => findLiveSession(room.database, sessionId)

test('a forgotten microphone ends the session after a minute without voice, and is told a quarter of a minute before', () => {
  const { sessionId, speaker } = onAir()
  room.speak(sessionId, 50)
  const lastVoiceAt = room.clock.now()
  room.speak(sessionId, 50 * 44, false)
  expect(speaker.endings).toEqual([])
  room.speak(sessionId, 50 * 2, false)
  expect(speaker.endings[0]).toEqual({ because: 'silence', at: lastVoiceAt + 60_000 })
  room.clock.advance(15_000)
  expect(found(sessionId)).toMatchObject({ state: 'ended', endedBecause: 'silence' })
  expect((found(sessionId)?.endedAt ?? 0) - lastVoiceAt).toBeLessThan(61_001)
  expect(speaker.closedWith).toBe('over')
  expect(() => room.speak(sessionId, 1)).toThrow(expect.objectContaining({ code: 'wrongState' }))
})

test('whoever speaks without an end is ended after half an hour, and is told', () => {
  const { sessionId, speaker } = onAir()
  room.speak(sessionId, 50 * (30 * 60 - 5))
  expect(speaker.endings[0]?.because).toBe('tooLong')
  room.speak(sessionId, 50 * 4)
  expect(found(sessionId)?.state).toBe('onAir')
  room.clock.advance(2_000)
  expect(found(sessionId)?.endedBecause).toBe('tooLong')
})

test('without a microphone it is over after twenty seconds; one that comes back within ten goes on', () => {
  const waiting = room.begin()
  room.clock.advance(21_000)
  expect(found(waiting.sessionId)?.endedBecause).toBe('sourceLost')
  const { sessionId, speaker } = onAir()
  room.speak(sessionId, 50)
  room.live.fallSilent(sessionId, speaker)
  room.clock.advance(9_000)
  const again = new NotingSpeaker()
  room.live.speak(sessionId, again)
  room.speak(sessionId, 50)
  // The first one is gone already: it ends nothing.
  room.live.fallSilent(sessionId, speaker)
  room.clock.advance(11_000)
  expect(found(sessionId)?.state).toBe('onAir')
  room.live.fallSilent(sessionId, again)
  room.clock.advance(11_000)
  expect(found(sessionId)?.endedBecause).toBe('sourceLost')
})

test('the first packet is waited for from when its socket is open, or from when the asker was told; two minutes at most', () => {
  const order = liveOrder()
  const { sessionId } = startSession(room, order, LOCAL)
  const waitedMs = () => {
    const { awaitedUntilAt } = liveAnswer(room, sessionId, LOCAL)
    return awaitedUntilAt === null ? null : awaitedUntilAt - room.clock.now()
  }
  expect(waitedMs()).toBe(20_000)
  room.clock.advance(15_000)
  // The answer was lost on a poor line, and the page has asked again.
  expect(startSession(room, order, LOCAL).sessionId).toBe(sessionId)
  expect(waitedMs()).toBe(20_000)
  room.clock.advance(19_000)
  room.live.speak(sessionId, new NotingSpeaker())
  expect(waitedMs()).toBe(20_000)
  room.clock.advance(19_000)
  room.speak(sessionId, 1)
  expect(waitedMs()).toBeNull()
  const silent = room.begin({ place: { areas: [], zones: [], clusters: ['c-2'] }, takeOver: true })
  for (let second = 0; second < 119; second += 1) {
    room.live.speak(silent.sessionId, new NotingSpeaker())
    room.clock.advance(1_000)
  }
  expect(found(silent.sessionId)?.state).toBe('waiting')
  room.clock.advance(2_000)
  expect(found(silent.sessionId)?.endedBecause).toBe('sourceLost')
})

test('the document is renewed every twenty seconds, never over a minute ahead; a minute after the end it is cleared', async () => {
  const { sessionId } = onAir()
  const sealedAt: number[] = []
  for (let second = 0; second < 65; second += 1) {
    const before = room.broker.published.length
    room.speak(sessionId, 50)
    await settled()
    if (room.broker.published.length > before) sealedAt.push(room.clock.now())
  }
  const sent = room.broker.published
  expect(sent.map(({ topic }) => topic)).toEqual(Array(4).fill(`tl/v1/areas/xa-a/live/${sessionId}`))
  expect(sealedAt.map((at) => Math.round((at - (sealedAt[0] ?? 0)) / 1_000))).toEqual([0, 20, 40])
  for (const { body, validUntil } of sent) expect(validUntil).toBe(body?.expiresAt)
  expect((sent.at(-1)?.body?.expiresAt ?? 0) - room.clock.now()).toBeLessThanOrEqual(60_000)
  endSession(room, { sessionId, requestId: 'het' }, LOCAL)
  await settled()
  expect(room.broker.published.at(-1)?.body?.state).toBe('ended')
  room.clock.advance(59_000)
  await settled()
  expect(room.broker.published).toHaveLength(5)
  room.clock.advance(2_000)
  await settled()
  expect(room.broker.published.at(-1)).toMatchObject({ body: null, validUntil: null })
})

test('a broker that is gone is told to the speaker, with the instant at which the clusters fall silent', async () => {
  const { sessionId, speaker } = onAir()
  room.speak(sessionId, 50)
  await settled()
  const { expiresAt } = found(sessionId) ?? { expiresAt: 0 }
  room.broker.go()
  room.speak(sessionId, 50 * 30)
  expect(speaker.endings.at(-1)).toEqual({ because: 'brokerGone', at: expiresAt })
  room.broker.comeBack()
  await settled()
  const before = speaker.endings.length
  room.speak(sessionId, 50 * 5)
  expect(speaker.endings).toHaveLength(before)
  expect(room.broker.published.at(-1)?.body?.expiresAt).toBeGreaterThan(expiresAt)
})

test('a server that starts anew has lost the key: it ends what was on air before anything is published', async () => {
  const { sessionId, speaker } = onAir()
  room.speak(sessionId, 50)
  await room.stop()
  expect(speaker.closedWith).toBe('stopping')
  room = await deskRoom(folder.path, room.clock)
  expect(found(sessionId)).toMatchObject({ state: 'ended', endedBecause: 'serverRestarted' })
  await settled()
  expect(room.broker.published[0]?.body).toMatchObject({ sessionId, state: 'ended' })
  expect(room.live.open()).toEqual([])
})
