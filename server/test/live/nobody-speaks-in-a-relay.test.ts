import { newId } from '@tieng-lang/protocol'
import { systemChance } from '@tieng-lang/protocol/node'
import { expect, test } from 'vitest'
import { findLiveClusters } from '../../src/storage/live/live-clusters.ts'
import { insertLiveSession, type StoredLiveSession } from '../../src/storage/live/live-sessions.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { signInForCookie } from '../signed-in.ts'
import { buildWakefulProvince } from './live-commune.ts'
import { Microphone } from './speaker.ts'

test('in a relay the station speaks, and nobody else: not even whoever administers the machine', async () => {
  const folder = temporaryFolder()
  const server = await runServer(folder.path)
  buildWakefulProvince(server)
  const { clock, database, live } = server.services
  const startedAt = clock.now()
  const session: StoredLiveSession = {
    ...{ sessionId: newId('ts', systemChance), state: 'waiting', title: 'Thời sự', speaker: 'Tiếp sóng' },
    ...{
      speakerId: null,
      delay: 'robust',
      emergencyId: null,
      priority: 'routine',
      ssrc: 7,
      takesOver: false,
    },
    ...{ occurrenceId: 'p-1@2026-11-22T05:30/i-1/1', areaIds: ['xa-a'], publishedIn: ['xa-a'] },
    ...{ place: { areas: ['xa-a'], zones: [], clusters: [] }, targets: { areas: ['xa-a'], clusters: [] } },
    ...{ clusterIds: ['c-1'], silenced: [], startedAt, expiresAt: startedAt + 60_000, onAirAt: null },
    ...{ endedAt: null, endedBecause: null, clearedAt: null, traceId: null },
  }
  insertLiveSession(database, session)
  const sounding = findLiveClusters(database, ['c-1'])
  live.began(session, { sounding, quiet: [], endsAt: startedAt + 60_000 })
  const station = { tellEnding: () => {}, tellSession: () => {}, close: () => {} }
  live.speak(session.sessionId, station)
  const path = `/api/v1/live/${session.sessionId}/audio`
  const cookie = signInForCookie(server, 'hung', [['administrator', null]])
  for (const microphone of [
    new Microphone(`ws+unix:${folder.path}/admin.sock:${path}`),
    new Microphone(`${server.httpUrl.replace('http', 'ws')}${path}`, { cookie }),
  ])
    await eventually(
      () => microphone.refusedWith,
      (status) => status === 403,
    )
  expect(live.run(session.sessionId)?.speaker).toBe(station)
  await server.stop()
  folder.remove()
})
