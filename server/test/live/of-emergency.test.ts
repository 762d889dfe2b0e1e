import type { LiveSessionAnswer, Problem } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { DEFAULT_CLUSTER_SETTINGS, insertCluster } from '../../src/storage/tree/clusters.ts'
import {
  buildProvince,
  type Person,
  PIN,
  personWithPin,
  place,
  raise,
  serverWithKit,
  stormOrder,
} from '../emergencies/commune.ts'
import { eventually, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { changeArea } from '../tree.ts'
import { NIGHT, speakTo } from './live-commune.ts'

const folder = temporaryFolder()
let server: RunningServer
let lan: Person

beforeAll(async () => {
  server = await serverWithKit(folder.path)
  buildProvince(server)
  changeArea(server.services, 'tinh', { settings: { quietHours: NIGHT } })
  lan = await personWithPin(server, 'lan', [['operator', 'xa-a']])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const refusal = async (person: Person, changes: Parameters<typeof speakTo>[1]) => {
  const { status, body } = await speakTo(person, changes)
  return [status, (body as unknown as Problem).code]
}

test('at night only what belongs to an Actual emergency is heard, where it was raised, by who may raise one', async () => {
  expect(await refusal(lan, {})).toEqual([409, 'quietHours'])
  const { emergencyId } = (await raise(lan, stormOrder({ place: place({ areas: ['thon-1'] }) }))).body
  expect(await refusal(lan, { emergencyId })).toEqual([409, 'outsideEmergency'])
  const there = { areas: ['thon-1'], zones: [], clusters: [] }
  expect(await refusal(lan, { emergencyId: 'kc-khong', place: there })).toEqual([404, 'emergencyNotFound'])
  const approver = signIn(server, 'chu-tich', [['approver', 'xa-a']])
  expect(await refusal(approver, { emergencyId, place: there })).toEqual([403, 'notAllowed'])
  const { status, body } = await speakTo(lan, { emergencyId, place: there })
  expect([status, body.emergencyId, body.listeners.map(({ state }) => state)]).toEqual([
    ...[200, emergencyId],
    ['waiting', 'waiting'],
  ])
  await lan('POST', `/emergencies/${emergencyId}/end`, {
    body: { how: 'cancel', reason: '', pin: PIN, requestId: 'het-1' },
  })
  // It had its rights of the emergency.
  await eventually(
    async () => (await lan<LiveSessionAnswer>('GET', `/live-sessions/${body.sessionId}`)).body,
    ({ endedBecause }) => endedBecause === 'stopped',
  )
  expect(await refusal(lan, { emergencyId, place: there })).toEqual([409, 'wrongState'])
})

test('an exercise respects quiet hours, and so does whoever speaks in it', async () => {
  const { emergencyId } = (await raise(lan, stormOrder({ status: 'Exercise' }))).body
  expect(await refusal(lan, { emergencyId })).toEqual([409, 'quietHours'])
})

/** Sessions of an ordinary day, one on each of fifty clusters of its own: as many as may be open at once. */
async function fillAllPlaces(person: Person): Promise<void> {
  const { database, clock } = server.services
  const createdAt = clock.now()
  const areaId = 'xa-b'
  for (let each = 0; each < 50; each += 1) {
    const clusterId = `day-${each}`
    insertCluster(database, {
      ...{ clusterId, areaId, name: clusterId, position: null, createdAt },
      settings: { ...DEFAULT_CLUSTER_SETTINGS, quietHours: { windows: [] } },
      mediaSecret: Buffer.alloc(32, each).toString('base64url'),
    })
    const { status } = await speakTo(person, { place: { areas: [], zones: [], clusters: [clusterId] } })
    expect(status).toBe(200)
  }
}

test('the voice of an emergency is taken over by that of an emergency alone, of an Actual one by an Actual one', async () => {
  const { emergencyId } = (await raise(lan, stormOrder())).body
  const exercise = (await raise(lan, stormOrder({ status: 'Exercise' }))).body
  changeArea(server.services, 'tinh', { settings: { quietHours: { windows: [] } } })
  const { body: first } = await speakTo(lan, { emergencyId })
  const hung = await personWithPin(server, 'hung', [['operator', 'xa-a']])
  expect(await refusal(hung, {})).toEqual([409, 'voiceOnAir'])
  expect(await refusal(hung, { takeOver: true })).toEqual([409, 'emergencyVoiceOnAir'])
  const exercising = { takeOver: true, emergencyId: exercise.emergencyId }
  expect(await refusal(hung, exercising)).toEqual([409, 'emergencyVoiceOnAir'])
  expect(server.services.live.run(first.sessionId)).toBeDefined()
  expect((await speakTo(hung, { takeOver: true, emergencyId })).status).toBe(200)
  expect(server.services.live.run(first.sessionId)).toBeUndefined()
})

test('however many speak on an ordinary day, there is room for the voice of an emergency', async () => {
  const { emergencyId } = (await raise(lan, stormOrder())).body
  const hoa = await personWithPin(server, 'hoa', [['operator', 'xa-b']])
  for (const { session } of server.services.live.open()) server.services.live.end(session.sessionId, 'ended')
  await fillAllPlaces(hoa)
  expect(await refusal(lan, {})).toEqual([409, 'limitExceeded'])
  expect((await speakTo(lan, { emergencyId })).status).toBe(200)
})
