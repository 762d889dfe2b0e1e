import { afterEach, beforeEach, expect, test } from 'vitest'
import { liveAnswer } from '../../src/broadcasting/live/answer/live-answer.ts'
import { endSession } from '../../src/broadcasting/live/end-session.ts'
import { removeOldRows } from '../../src/storage/housekeeping/old-rows.ts'
import { findLiveSession } from '../../src/storage/live/live-sessions.ts'
import { temporaryFolder } from '../running-server.ts'
import { FarEnd } from '../streaming/far-end.ts'
import { LOCAL } from '../tree.ts'
import { deskRoom, fillRoom, NotingSpeaker } from './desk-room.ts'

const SERVER = { host: '10.0.0.1', port: 5_004 }

let folder: ReturnType<typeof temporaryFolder>
let room: Awaited<ReturnType<typeof deskRoom>>
let sessionId: string

beforeEach(async () => {
  folder = temporaryFolder()
  room = await deskRoom(folder.path)
  fillRoom(room)
  sessionId = room.begin().sessionId
  room.live.speak(sessionId, new NotingSpeaker())
})
afterEach(async () => {
  await room.stop()
  folder.remove()
})

const listeners = () => liveAnswer(room, sessionId, LOCAL).listeners
const at = () => room.clock.now()

/** The first cluster, which has opened its path. */
async function farEnd(): Promise<FarEnd> {
  const far = new FarEnd({
    ...{ sessionId, clusterId: 'c-1', mediaSecret: Buffer.alloc(32, 'c-1').toString('base64url') },
    ssrc: room.live.run(sessionId)?.session.ssrc ?? 0,
    openSocket: room.wire.socketsOf('10.1.0.1'),
  })
  await far.start()
  far.ask(SERVER)
  return far
}

test('a listener waits, is connected, sounds by its own word, and is gone when nothing is heard of it', async () => {
  expect(listeners().map(({ clusterId, state }) => [clusterId, state])).toEqual([
    ['c-1', 'waiting'],
    ['c-2', 'waiting'],
  ])
  await farEnd()
  room.speak(sessionId, 55)
  expect(listeners()[0]?.state).toBe('connected')
  const sound = { occurrenceId: sessionId, broadcastId: sessionId }
  room.live.noteAck('c-1', { ...sound, kind: 'soundStarted', heardAt: at(), evidence: 'none', at: at() })
  expect(listeners()[0]?.state).toBe('sounding')
  room.speak(sessionId, 50 * 20)
  expect(listeners()[0]?.state).toBe('gone')
  expect(listeners()[1]?.state).toBe('waiting')
})

test('where its acknowledgement was lost, a listener sounds, and falls silent, by what it says of itself', async () => {
  await farEnd()
  room.speak(sessionId, 55)
  const names = { occurrenceId: sessionId, broadcastId: sessionId }
  const sound = { ...names, priority: 'announcement', startedAt: at() } as const
  room.live.noteHealth('c-1', { playing: { ...sound, broadcastId: 'tin@once' }, at: at() })
  expect(listeners()[0]?.state).toBe('connected')
  room.live.noteHealth('c-1', { playing: sound, at: at() })
  expect(listeners()[0]?.state).toBe('sounding')
  room.live.noteAck('c-1', { kind: 'soundStarted', ...names, heardAt: at(), evidence: 'none', at: at() + 10 })
  // What was said before the acknowledgement says nothing of now.
  room.live.noteHealth('c-1', { playing: null, at: at() })
  expect(listeners()[0]?.state).toBe('sounding')
  room.live.noteHealth('c-1', { playing: null, at: at() + 20 })
  expect(listeners()[0]?.state).toBe('connected')
})

test('how well it hears is what it reports: loss, round trip, and what was concealed', async () => {
  const far = await farEnd()
  room.speak(sessionId, 60)
  far.say(SERVER, {
    reports: [
      {
        ...{ ssrc: room.live.run(sessionId)?.session.ssrc ?? 0, lostRatio: 0.125, packetsLost: 7 },
        ...{
          highestSequenceNumber: 59,
          jitterSamples: 40,
          lastSenderReport: 0,
          delaySinceLastSenderReportMs: 0,
        },
      },
    ],
    quality: {
      ...{ type: 'listeningQuality', ssrc: far.answers[0]?.listenerSsrc ?? 0, concealedPermille: 4 },
      ...{ restoredPermille: 2, latePermille: 1, bufferMs: 300, roundTripMs: 61 },
    },
  })
  room.speak(sessionId, 55)
  expect(listeners()[0]).toMatchObject({ lossPercent: 12.5, concealedPercent: 0.4, roundTripMs: 61 })
})

test('after its end nobody listens, and an acknowledgement that comes late changes nothing', async () => {
  await farEnd()
  room.speak(sessionId, 10)
  endSession(room, { sessionId, requestId: 'het' }, LOCAL)
  room.live.noteAck('c-1', {
    ...{ kind: 'soundEnded', occurrenceId: sessionId, broadcastId: sessionId, at: at() },
  })
  expect(liveAnswer(room, sessionId, LOCAL)).toMatchObject({
    state: 'ended',
    soundingCount: 0,
    listeners: [],
  })
})

test('sessions of long ago are forgotten, with the requests that they came by', () => {
  endSession(room, { sessionId, requestId: 'het' }, LOCAL)
  const before = at() + 1
  expect(removeOldRows(room.database, 'liveSessions', { before, afterId: 0 })).toEqual({
    count: 1,
    lastId: null,
  })
  expect(findLiveSession(room.database, sessionId)).toBeUndefined()
})
