import type { AreaAnswer, ClusterAnswer, EnrolmentCodeAnswer, Problem, Zone } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea, addCluster, addZone } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let chief: ReturnType<typeof signIn>
let local: ReturnType<typeof signIn>

beforeAll(async () => {
  server = await runServer(folder.path)
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh', code: '01', settings: { review: 'onePerson' } })
  addArea(services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã A', code: '00123' })
  addArea(services, { areaId: 'thon-a', parentId: 'xa-a', name: 'Thôn A' })
  addArea(services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã B' })
  addZone(services, { zoneId: 'de', areaId: 'xa-a', name: 'Dọc đê' })
  addZone(services, { zoneId: 'cho', areaId: 'xa-b', name: 'Chợ' })
  addCluster(services, { clusterId: 'c-a', areaId: 'thon-a', name: 'Cụm A', settings: { zones: ['de'] } })
  addCluster(services, { clusterId: 'c-b', areaId: 'xa-b', name: 'Cụm B' })
  chief = signIn(server, 'chief', [['administrator', null]])
  local = signIn(server, 'local', [['administrator', 'xa-a']])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const lastAct = () =>
  server.services.database.row(
    query.selectFrom('auditEntries').selectAll().orderBy('auditId', 'desc').limit(1),
  )

test('R26: lists show what lies in the grants; the areas above only by name', async () => {
  const areas = await local<AreaAnswer[]>('GET', '/areas')
  expect(areas.body.map(({ areaId }) => areaId).sort()).toEqual(['thon-a', 'tinh', 'xa-a'])
  expect(areas.body.find(({ areaId }) => areaId === 'tinh')?.settings).toEqual({})
  expect((await chief<AreaAnswer[]>('GET', '/areas')).body[0]).toHaveProperty('version', 1)
  const zones = await local<Zone[]>('GET', '/zones')
  expect(zones.body).toEqual([{ zoneId: 'de', areaId: 'xa-a', name: 'Dọc đê', version: 1 }])
  const clusters = await local<ClusterAnswer[]>('GET', '/clusters')
  expect(clusters.body.map(({ clusterId }) => clusterId)).toEqual(['c-a'])
  expect(JSON.stringify(clusters.body)).not.toContain('ecret')
  expect((await local('GET', '/clusters/c-b')).status).toBe(403)
  expect((await local('PATCH', '/zones/cho', { body: { name: 'x' }, ifMatch: '*' })).status).toBe(403)
})

test('a cluster is changed by whoever saw its last version, and by nobody without it', async () => {
  const { etag, body } = await local<ClusterAnswer>('GET', '/clusters/c-a')
  expect(etag).toBe(`"${body.version}"`)
  const rename = (name: string, ifMatch?: string) =>
    local<Problem & ClusterAnswer>('PATCH', '/clusters/c-a', {
      body: { name, position: { latitude: 21.03, longitude: 105.85 } },
      ...(ifMatch !== undefined && { ifMatch }),
    })
  expect(await rename('Đầu làng')).toMatchObject({ status: 428, body: { code: 'preconditionRequired' } })
  const changed = await rename('Đầu làng', etag ?? '')
  expect(changed).toMatchObject({ status: 200, body: { name: 'Đầu làng', version: body.version + 1 } })
  expect(await rename('Cuối làng', etag ?? '')).toMatchObject({
    status: 412,
    body: { code: 'changedMeanwhile', current: { name: 'Đầu làng', version: body.version + 1 } },
  })
  expect(lastAct()).toMatchObject({ act: 'cluster.change', operatorId: 'local', subject: 'c-a' })
  expect(JSON.parse(lastAct()?.detail ?? '')).toMatchObject({ name: { from: 'Cụm A', to: 'Đầu làng' } })
})

test('null takes a setting from the area again, and the answer says what holds in the end', async () => {
  const quietHours = { windows: [{ from: '20:00', until: '06:00' }] }
  const set = (body: unknown) =>
    chief<ClusterAnswer>('PATCH', '/clusters/c-a', { body: { settings: body }, ifMatch: '*' })
  const own = await set({ quietHours, timeZone: 'Asia/Bangkok' })
  expect(own.body.effective).toEqual({ quietHours, timeZone: 'Asia/Bangkok' })
  const inherited = await set({ quietHours: null, timeZone: null })
  expect(inherited.body.settings).not.toHaveProperty('quietHours')
  expect(inherited.body.effective).toMatchObject({
    quietHours: { windows: [{ from: '21:00', until: '05:00' }] },
    timeZone: 'Asia/Ho_Chi_Minh',
  })
  expect((await set({ timeZone: 'Mars/Base' })).status).toBe(400)
})

test.each([
  ['below itself', 'xa-a', { parentId: 'thon-a' }, 409, 'treeCircle'],
  ['into nowhere', 'xa-a', { parentId: 'nowhere' }, 404, 'areaNotFound'],
  ['to a code in use', 'xa-b', { code: '00123' }, 409, 'alreadyExists'],
  ['to a code of four digits', 'xa-b', { code: '0012' }, 400, 'badRequest'],
  ['to an unknown time zone', 'xa-b', { settings: { timeZone: 'Mars' } }, 400, 'unknownTimeZone'],
])('an area is not changed %s', async (_, areaId, body, status, code) => {
  const answer = await chief<Problem>('PATCH', `/areas/${areaId}`, { body, ifMatch: '*' })
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('an area moves with all below it; clusters leave the zones of areas that are not above them any more', async () => {
  const before = (await chief<AreaAnswer[]>('GET', '/areas')).body.find(({ areaId }) => areaId === 'thon-a')
  const moved = await chief<AreaAnswer>('PATCH', '/areas/thon-a', {
    body: { parentId: 'xa-b', name: 'Thôn Đông' },
    ifMatch: `"${before?.version}"`,
  })
  expect(moved.body).toMatchObject({ parentId: 'xa-b', name: 'Thôn Đông', version: 2 })
  expect(JSON.parse(lastAct()?.areaIds ?? '')).toEqual(['thon-a', 'xa-a', 'xa-b'])
  const cluster = await chief<ClusterAnswer>('GET', '/clusters/c-a')
  expect(cluster.body.settings.zones).toEqual([])
  expect((await local<ClusterAnswer[]>('GET', '/clusters')).body).toEqual([])
})

test('a zone holds only clusters of its own area, and is removed when it is empty', async () => {
  const join = (zones: string[]) =>
    chief<Problem>('PATCH', '/clusters/c-b', { body: { settings: { zones } }, ifMatch: '*' })
  expect((await join(['de'])).body.code).toBe('zoneElsewhere')
  expect((await join(['nowhere'])).body.code).toBe('zoneNotFound')
  expect((await join(['cho'])).status).toBe(200)
  const remove = () => chief<Problem>('DELETE', '/zones/cho', { ifMatch: '"1"' })
  expect((await remove()).body.code).toBe('stillReferenced')
  expect((await join([])).status).toBe(200)
  expect((await remove()).status).toBe(204)
  expect(
    (await chief<Problem>('POST', '/zones', { body: { areaId: 'xa-a', name: 'Dọc đê' } })).body.code,
  ).toBe('alreadyExists')
})

test('only an empty area is removed, and what it was stays in the log', async () => {
  const remove = (areaId: string) => chief<Problem>('DELETE', `/areas/${areaId}`, { ifMatch: '*' })
  expect((await remove('xa-b')).body.code).toBe('stillReferenced')
  addArea(server.services, { areaId: 'thon-x', parentId: 'xa-b', name: 'Thôn X' })
  expect((await remove('thon-x')).status).toBe(204)
  expect((await remove('thon-x')).status).toBe(404)
  expect(lastAct()).toMatchObject({ act: 'area.remove', subject: 'thon-x', areaIds: '["xa-b"]' })
})

test('an enrolment code comes with the address for its QR, and stands in the log without the code', async () => {
  const order = { body: { clusterId: 'c-b', validMinutes: 60 } }
  const { body } = await chief<EnrolmentCodeAnswer>('POST', '/enrolment-codes', order)
  expect(body.url).toBe(`${server.httpUrl}/#ma=${body.code}`)
  expect(lastAct()).toMatchObject({ act: 'enrolmentCode.issue', subject: 'c-b' })
  expect(JSON.stringify(lastAct())).not.toContain(body.code)
})
