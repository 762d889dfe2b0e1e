import type { LiveSessionAnswer, Problem } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
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
