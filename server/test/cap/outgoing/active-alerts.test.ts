import type { CapAlerts } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import {
  buildProvince,
  type Person,
  PIN,
  personWithPin,
  place,
  raise,
  serverWithKit,
  stormOrder,
} from '../../emergencies/commune.ts'
import { temporaryFolder } from '../../running-server.ts'
import { signIn } from '../../signed-in.ts'
import { capSystem } from '../cap-systems.ts'
import { taken } from '../sample-cap.ts'

const folder = temporaryFolder()
let server: RunningServer
let lan: Person
let stranger: Person

beforeAll(async () => {
  server = await serverWithKit(folder.path)
  buildProvince(server)
  lan = await personWithPin(server, 'lan', [['operator', 'xa-a']])
  stranger = signIn(server, 'la', [['operator', 'xa-b']])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const alertsOf = async (person: Person) => (await person<CapAlerts>('GET', '/cap/alerts')).body.alerts
const xmlOf = (person: Person, emergencyId: string) => person<string>('GET', `/cap/alerts/${emergencyId}.xml`)

test('what sounds is listed, and is a CAP message that our own reader takes', async () => {
  const order = stormOrder({ text: 'Bão <số 9> & lũ', place: place({ areas: ['xa-a'] }) })
  const { emergencyId } = (await raise(lan, order)).body
  const [line] = await alertsOf(lan)
  expect(line).toMatchObject({
    emergencyId,
    identifier: `${emergencyId}-1`,
    msgType: 'Alert',
    status: 'Actual',
  })
  const { body, status } = await xmlOf(lan, emergencyId)
  expect(status).toBe(200)
  const alert = taken(body)
  expect(alert).toMatchObject({ identifier: line?.identifier, sender: line?.sender, sentAt: line?.sentAt })
  expect(alert.infos).toMatchObject([
    {
      ...{ language: 'vi', categories: ['Met'], severity: 'Severe', urgency: 'Immediate' },
      description: 'Bão <số 9> & lũ',
      eventCodes: [{ valueName: 'TIENG-LANG', value: 'storm' }],
      areas: [{ areaDesc: 'Xã Đồng Văn', geocodes: [{ valueName: 'QD19-2025', value: '00001' }] }],
    },
  ])
  expect(await alertsOf(stranger)).toEqual([])
  expect((await xmlOf(stranger, emergencyId)).status).toBe(404)
  await lan('POST', `/emergencies/${emergencyId}/end`, {
    body: { how: 'cancel', reason: '', pin: PIN, requestId: 'xong-1' },
  })
})

test('a new edition is an Update of the one before, and the end a Cancel of the last', async () => {
  const { emergencyId } = (await raise(lan)).body
  const first = taken((await xmlOf(lan, emergencyId)).body)
  const { place: _, status: __, commander: ___, ...change } = stormOrder({ text: 'Mạnh thêm' })
  await lan('POST', `/emergencies/${emergencyId}/updates`, { body: change })
  const second = taken((await xmlOf(lan, emergencyId)).body)
  expect(second).toMatchObject({ identifier: `${emergencyId}-2`, msgType: 'Update' })
  const named = ({ sender, identifier, sentAt }: typeof first) => ({ sender, identifier, sentAt })
  expect(second.references).toEqual([named(first)])
  await lan('POST', `/emergencies/${emergencyId}/end`, {
    body: { how: 'allClear', reason: '', pin: PIN, requestId: 'xong-2' },
  })
  const last = taken((await xmlOf(lan, emergencyId)).body)
  expect(last).toMatchObject({ msgType: 'Cancel', references: [named(first), named(second)] })
  expect(last.infos[0]?.responseTypes).toEqual(['AllClear'])
  expect(await alertsOf(lan)).toEqual([])
})

test('an Exercise says so in status, headline and note', async () => {
  const { emergencyId } = (await raise(lan, stormOrder({ status: 'Exercise' }))).body
  const alert = taken((await xmlOf(lan, emergencyId)).body)
  expect(alert).toMatchObject({ status: 'Exercise', note: expect.stringContaining('DIỄN TẬP') })
  expect(alert.infos[0]?.headline).toContain('DIỄN TẬP')
  await lan('POST', `/emergencies/${emergencyId}/end`, {
    body: { how: 'cancel', reason: '', pin: PIN, requestId: 'xong-3' },
  })
})

test('a system reads with its token what lies in its areas', async () => {
  const admin = signIn(server, 'quan-tri', [['administrator', null]])
  const { token } = await capSystem(admin, { name: 'Bảng tin', areaIds: ['xa-a'] })
  const { token: foreign } = await capSystem(admin, { name: 'Xã khác', areaIds: ['xa-b'] })
  const { emergencyId } = (await raise(lan)).body
  const ask = (path: string, bearer: string) =>
    fetch(`${server.httpUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${bearer}` } })
  const list = (await (await ask('/cap/alerts', token)).json()) as CapAlerts
  expect(list.alerts.map((alert) => alert.emergencyId)).toEqual([emergencyId])
  const answer = await ask(`/cap/alerts/${emergencyId}.xml`, token)
  expect(answer.headers.get('content-type')).toBe('application/cap+xml; charset=utf-8')
  expect(taken(await answer.text()).identifier).toBe(`${emergencyId}-1`)
  expect((await ask(`/cap/alerts/${emergencyId}.xml`, foreign)).status).toBe(404)
  expect((await fetch(`${server.httpUrl}/api/v1/cap/alerts`)).status).toBe(401)
})
