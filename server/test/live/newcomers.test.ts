import { afterEach, beforeEach, expect, test } from 'vitest'
import { liveAnswer } from '../../src/broadcasting/live/answer/live-answer.ts'
import { newcomers } from '../../src/broadcasting/live/following/newcomers.ts'
import { query } from '../../src/storage/database.ts'
import { findLiveSession } from '../../src/storage/live/live-sessions.ts'
import { insertArea } from '../../src/storage/tree/areas.ts'
import { DEFAULT_CLUSTER_SETTINGS, insertCluster } from '../../src/storage/tree/clusters.ts'
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
  sessionId = room.begin({ silenced: ['c-2'] }).sessionId
  room.live.speak(sessionId, new NotingSpeaker())
  room.speak(sessionId, 50)
})
afterEach(async () => {
  await room.stop()
  folder.remove()
})

function area(areaId: string, parentId: string | null): void {
  const settings = { quietHours: { windows: [] } }
  const createdAt = room.clock.now()
  insertArea(room.database, { areaId, parentId, code: null, name: areaId, settings, createdAt })
}

function cluster(clusterId: string, areaId: string, settings = DEFAULT_CLUSTER_SETTINGS): void {
  insertCluster(room.database, {
    ...{ clusterId, areaId, name: clusterId, settings, position: null, createdAt: room.clock.now() },
    mediaSecret: Buffer.alloc(32, clusterId).toString('base64url'),
  })
}

async function farEnd(clusterId: string): Promise<FarEnd> {
  const far = new FarEnd({
    ...{ sessionId, clusterId, mediaSecret: Buffer.alloc(32, clusterId).toString('base64url') },
    ssrc: room.live.run(sessionId)?.session.ssrc ?? 0,
    openSocket: room.wire.socketsOf('10.1.0.3'),
  })
  await far.start()
  return far
}

const listening = () => liveAnswer(room, sessionId, LOCAL).listeners.map(({ clusterId }) => clusterId)
const audit = () =>
  room.database.rows(
    query.selectFrom('auditEntries').select(['act', 'subject', 'detail']).where('act', '=', 'live.reach'),
  )

test('a cluster that is put into an area on air is let in, listed, and noted as addressed; others are not', async () => {
  area('thon-1', 'xa-a')
  area('xa-b', null)
  cluster('c-3', 'thon-1')
  cluster('c-4', 'xa-b')
  const far = await farEnd('c-3')
  far.ask(SERVER)
  room.speak(sessionId, 50)
  expect([far.answers.length, listening()]).toEqual([0, ['c-1']])
  room.speak(sessionId, 50 * 20)
  far.ask(SERVER)
  room.speak(sessionId, 10)
  expect(far.answers.length).toBe(1)
  expect(listening()).toEqual(['c-1', 'c-3'])
  expect(findLiveSession(room.database, sessionId)?.clusterIds).toEqual(['c-1', 'c-2', 'c-3'])
  expect(audit().map(({ subject, detail }) => [subject, JSON.parse(detail).clusterIds])).toEqual([
    [sessionId, ['c-3']],
  ])
  room.speak(sessionId, 50 * 25)
  expect(audit()).toHaveLength(1)
})

test('a relay is heard where the plan has it, whoever comes to its area', () => {
  cluster('c-3', 'xa-a')
  const session = findLiveSession(room.database, sessionId)
  if (!session) throw new Error('no session')
  const idsOf = (occurrenceId: string | null) =>
    newcomers(room, { session: { ...session, occurrenceId } }).map(({ clusterId }) => clusterId)
  expect(idsOf(null)).toEqual(['c-3'])
  expect(idsOf('ct-1@2026-11-21/muc-1/1')).toEqual([])
})

test('one that sleeps in its quiet hours is told as refused from the beginning', () => {
  const allDay = [
    { from: '00:00', until: '12:00' },
    { from: '12:00', until: '00:00' },
  ]
  cluster('c-5', 'xa-a', { ...DEFAULT_CLUSTER_SETTINGS, quietHours: { windows: allDay } })
  room.speak(sessionId, 50 * 21)
  const sleeping = liveAnswer(room, sessionId, LOCAL).listeners.find(({ clusterId }) => clusterId === 'c-5')
  expect(sleeping).toMatchObject({ state: 'refused', reason: 'quietHours' })
})
