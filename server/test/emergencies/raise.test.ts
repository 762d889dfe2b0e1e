import type { EmergencyScope, Problem } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { signIn } from '../signed-in.ts'
import {
  emergenciesOf,
  emergencyOn,
  type Person,
  personWithPin,
  place,
  raise,
  startCommune,
  stopCommune,
  stormOrder,
} from './commune.ts'

let dataDir: string
let server: RunningServer
let lan: Person
let board: TestBoard

beforeAll(async () => {
  ;({ dataDir, server, lan, board } = await startCommune())
})
afterAll(() => stopCommune({ dataDir, server, board }))

test('one’s own commune takes a PIN and nobody else: it is sealed for the area and lies on the broker when it is answered', async () => {
  const { status, body } = await raise(lan)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ state: 'active', status: 'Actual', edition: 1, origin: 'person', areaNames: ['Xã Đồng Văn'] },
    ...{ unpublishedAreas: [], raisedBy: 'lan', counts: { targeted: 3, waiting: 3 }, speech: 'none' },
  })
  expect(body.repeatsAfterS.slice(0, 4)).toEqual([300, 600, 1_800, 3_000])
  expect(body.moments.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['requested', 'raised']))
  const { body: sent, topic } = await emergencyOn(
    board,
    ({ emergencyId }) => emergencyId === body.emergencyId,
  )
  expect(topic).toBe(`tl/v1/areas/xa-a/emergencies/${body.emergencyId}`)
  expect(sent).toMatchObject({
    ...{ state: 'active', edition: 1, event: 'storm', publishedIn: ['xa-a'] },
    targets: { areas: ['xa-a'], clusters: [] },
    cap: { msgType: 'Alert', category: 'Met', infos: [{ language: 'vi', headline: 'Cảnh báo bão' }] },
  })
  const audit = server.services.database.rows(
    query.selectFrom('auditEntries').selectAll().orderBy('auditId', 'desc'),
  )
  expect(audit.find(({ subject }) => subject === body.emergencyId)).toMatchObject({
    ...{ act: 'emergency.raise', operatorName: 'lan' },
  })
})

test('zones, single clusters and a polygon become clusters: the same bytes under each of their areas', async () => {
  const corner = (latitude: number, longitude: number) => ({ latitude, longitude })
  const polygon = [corner(21.22, 105), corner(21.22, 106), corner(21.4, 106), corner(21.4, 105)]
  const order = stormOrder({ place: place({ zones: ['doc-de'], polygons: [polygon] }) })
  const { body } = await raise(lan, order)
  // The polygon also holds a cluster of the neighbours, where she may not raise.
  expect(body.clusters.map(({ clusterId }) => clusterId)).toEqual(['c-2', 'c-3'])
  const other = await enrolBoard(server, 'c-3')
  const isIt = ({ emergencyId }: { emergencyId: string }) => emergencyId === body.emergencyId
  const [one, same] = [await emergencyOn(board, isIt), await emergencyOn(other, isIt)]
  expect([one.topic, same.topic].map((topic) => topic.split('/')[3])).toEqual(['thon-1', 'thon-2'])
  expect(Buffer.from(one.bytes).equals(Buffer.from(same.bytes))).toBe(true)
  expect(one.body.targets).toEqual({ areas: [], clusters: ['c-2', 'c-3'] })
  await other.stop()
})

test('a request that is asked again gives the same emergency and sounds nothing anew; another order by its id is refused', async () => {
  const order = stormOrder()
  const [first, again] = await Promise.all([raise(lan, order), raise(lan, order)])
  const third = await raise(lan, order)
  const { emergencyId } = first.body
  expect([again.body.emergencyId, third.body.emergencyId]).toEqual([emergencyId, emergencyId])
  await emergencyOn(board, (body) => body.emergencyId === emergencyId)
  expect(emergenciesOf(board).filter(({ body }) => body.emergencyId === emergencyId)).toHaveLength(1)
  const other = await lan<Problem>('POST', '/emergencies', { body: { ...order, event: 'fire' } })
  expect([other.status, other.body.code]).toEqual([409, 'requestIdReused'])
})

test('a wrong PIN, somebody of another commune, a place without clusters, and one that is over before it begins are refused', async () => {
  const before = (await lan('GET', '/emergencies')).body
  const asked = async (person: Person, changes: Parameters<typeof stormOrder>[0]) => {
    const { status, body } = await person<Problem>('POST', '/emergencies', { body: stormOrder(changes) })
    return [status, body.code]
  }
  expect(await asked(lan, { pin: '000000' })).toEqual([422, 'wrongPin'])
  const neighbour = await personWithPin(server, 'hoa', [['operator', 'xa-b']])
  expect(await asked(neighbour, {})).toEqual([403, 'notAllowed'])
  expect(await asked(neighbour, { place: place({ clusters: ['c-1'] }) })).toEqual([403, 'notAllowed'])
  const approver = await personWithPin(server, 'chu-tich', [['approver', 'xa-a']])
  expect(await asked(approver, {})).toEqual([403, 'notAllowed'])
  expect(await asked(lan, { place: place({}) })).toEqual([403, 'notAllowed'])
  const far = [0, 1, 2].map((latitude) => ({ latitude, longitude: latitude * latitude }))
  expect(await asked(lan, { place: place({ polygons: [far] }) })).toEqual([409, 'noClustersThere'])
  expect(await asked(lan, { expiresAt: 1_000 })).toEqual([400, 'badRequest'])
  const withoutPin = signIn(server, 'moi', [['operator', 'xa-a']])
  expect(await asked(withoutPin, {})).toEqual([409, 'noPin'])
  expect((await lan('GET', '/emergencies')).body).toEqual(before)
})

test('what it would take is told beforehand: the own commune, or the name to be typed and a second person', async () => {
  const scope = async (named: Parameters<typeof place>[0], person: Person) =>
    (
      await person<EmergencyScope>('POST', '/emergency-scopes', {
        body: { place: place(named), event: 'storm' },
      })
    ).body
  expect(await scope({ areas: ['thon-2'] }, lan)).toMatchObject({
    ...{ clusterCount: 1, areaName: 'Thôn 2', isWide: false },
  })
  const everywhere = await personWithPin(server, 'minh', [['broadcaster', 'tinh']])
  expect(await scope({ areas: ['xa-a'] }, everywhere)).toMatchObject({ isWide: false })
  expect(await scope({ areas: ['xa-a', 'xa-b'] }, everywhere)).toMatchObject({
    ...{ clusterCount: 4, areaName: 'Tỉnh Sơn Hà', isWide: true },
  })
})
