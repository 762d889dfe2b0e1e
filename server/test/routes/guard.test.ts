import { AdminClient } from '@tieng-lang/protocol/node'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { guardRoutes } from '../../src/routes/guard/guard.ts'
import { createHttpServer } from '../../src/routes/http/http-server.ts'
import { findCluster, replaceCluster } from '../../src/storage/tree/clusters.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea, addCluster, addZone } from '../tree.ts'
import { programmeBody } from './every-route/requests.ts'
import { addBulletin } from './every-route/village.ts'

const folder = temporaryFolder()
let server: RunningServer
let hoa: ReturnType<typeof signIn>

beforeAll(async () => {
  server = await runServer(folder.path)
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh' })
  for (const areaId of ['xa-a', 'xa-b']) addArea(services, { areaId, parentId: 'tinh', name: areaId })
  addArea(services, { areaId: 'thon-a', parentId: 'xa-a', name: 'Thôn' })
  for (const areaId of ['xa-a', 'xa-b']) {
    addZone(services, { zoneId: `vung-${areaId}`, areaId, name: 'Vùng' })
    addCluster(services, { clusterId: `cum-${areaId}`, areaId, name: 'Cụm' })
  }
  hoa = signIn(server, 'hoa', [['administrator', 'xa-a']])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const told = async (method: string, path: string, body?: unknown) => {
  const { status, body: answer } = await hoa<{ code?: string } | undefined>(method, path, {
    body,
    ifMatch: '*',
  })
  return answer?.code ?? status
}

test('a route that is not in the table keeps the server from starting', () => {
  const log = pino({ level: 'silent' })
  const bare = createHttpServer({ log, bodyBytesMax: 1_000, requestMsMax: 0 })
  guardRoutes(bare, server.services, { kind: 'public' })
  expect(() => bare.get('/api/v1/secrets', async () => 'all')).toThrow('not in the route table')
  expect(() => bare.delete('/api/v1/status', async () => 'all')).toThrow('not in the route table')
})

test.each([
  ['a cluster into an area without the right', 'PATCH', '/clusters/cum-xa-a', { areaId: 'xa-b' }],
  ['an area under another without the right', 'PATCH', '/areas/thon-a', { parentId: 'xa-b' }],
  ['an area to the top', 'PATCH', '/areas/thon-a', { parentId: null }],
])('moving %s is refused', async (_, method, path, body) => {
  expect(await told(method, path, body)).toBe('notAllowed')
})

test('an area at the top, and an import of everything, need the right everywhere', async () => {
  expect(await told('POST', '/areas', { name: 'Tỉnh 2' })).toBe('notAllowed')
  expect(await told('POST', '/areas', { name: 'Tỉnh 2', parentId: null })).toBe('notAllowed')
  expect(await told('POST', '/areas', { areaId: 'thon-b', name: 'Thôn B', parentId: 'xa-a' })).toBe(201)
})

test.each([
  ['an area', { areas: ['xa-b'] }],
  ['a zone', { zones: ['vung-xa-b'] }],
  ['a cluster', { clusters: ['cum-xa-b'] }],
])('a programme that also reaches %s without the right is refused', async (_, more) => {
  const body = programmeBody('ct-a')
  const targets = { areas: ['xa-a'], zones: [], clusters: [], ...more }
  expect(await told('POST', '/programme-checks', { ...body, targets })).toBe('notAllowed')
})

test('a programme that still plays elsewhere is not changed by who has no right there', async () => {
  const local = new AdminClient(server.adminSocket, 'test')
  addBulletin(server)
  const body = programmeBody('ct-noi-khac')
  const targets = (areaId: string) => ({ areas: [areaId], zones: [], clusters: [] })
  await local.post('/api/v1/programmes?review=approve', { ...body, targets: targets('xa-b') })
  await local.put('/api/v1/programmes/ct-noi-khac', { ...body, targets: targets('xa-a') })
  expect(await told('GET', '/programmes/ct-noi-khac')).toBe(200)
  expect(await told('DELETE', '/programmes/ct-noi-khac')).toBe('notAllowed')
})

test('a programme of the province is opened in its communes, and changed only by the province', async () => {
  const local = new AdminClient(server.adminSocket, 'test')
  const put = (programmeId: string, areaId: string) =>
    local.post('/api/v1/programmes', {
      ...programmeBody(programmeId),
      targets: { areas: [areaId], zones: [], clusters: [] },
    })
  await put('ct-toan-tinh', 'tinh')
  await put('ct-xa-b', 'xa-b')
  const { body } = await hoa<{ items: { programmeId: string }[] }>('GET', '/programmes')
  const listed = body.items.map(({ programmeId }) => programmeId)
  expect(listed).toContain('ct-toan-tinh')
  expect(listed).not.toContain('ct-xa-b')
  expect(await told('GET', '/programmes/ct-toan-tinh')).toBe(200)
  expect(await told('GET', '/programmes/ct-toan-tinh/check')).toBe(200)
  expect(await told('GET', '/programmes/ct-xa-b')).toBe('notAllowed')
  expect(await told('DELETE', '/programmes/ct-toan-tinh')).toBe('notAllowed')
  expect(await told('POST', '/programmes/ct-toan-tinh/submission')).toBe('notAllowed')
  expect(await told('POST', '/programmes/ct-toan-tinh/approval')).toBe('notAllowed')
})

test('naming an area with the right does not hide another without it', async () => {
  const body = { areaId: 'xa-b', name: 'Vùng mới' }
  expect(await told('POST', '/zones?areaId=xa-a', body)).toBe('notAllowed')
  expect(await told('POST', '/zones?areaId=xa-a&areaId=xa-a', { ...body, areaId: 'xa-a' })).toBe('notAllowed')
  const order = { clusterId: 'cum-xa-b', validMinutes: 1 }
  expect(await told('POST', '/enrolment-codes?clusterId=cum-xa-a', order)).toBe('notAllowed')
})

test('a zone that reaches beyond its area, as old databases have some, needs the right there as well', async () => {
  const { database } = server.services
  const cluster = findCluster(database, 'cum-xa-b')
  if (!cluster) throw new Error('no cluster')
  const stop = { place: { zoneId: 'vung-xa-a' }, broadcastId: null }
  const targets = { areas: [], zones: ['vung-xa-a'], clusters: [] }
  const check = () => told('POST', '/programme-checks', { ...programmeBody('ct-a'), targets })
  expect(await check()).toBe(200)
  replaceCluster(database, { ...cluster, settings: { ...cluster.settings, zones: ['vung-xa-a'] } })
  expect(await check()).toBe('notAllowed')
  expect(await told('POST', '/stops', { ...stop, requestId: 'dung-1' })).toBe('notAllowed')
  replaceCluster(database, { ...cluster, version: cluster.version + 1 })
  expect(await check()).toBe(200)
})

test('naming nothing is no way around the right', async () => {
  const targets = { areas: [], zones: [], clusters: [] }
  expect(await told('POST', '/programme-checks', { ...programmeBody('ct-a'), targets })).toBe('notAllowed')
})

test.each([
  ['GET', '/clusters/khong-co', undefined, 'clusterNotFound'],
  ['PATCH', '/areas/khong-co', { name: 'X' }, 'areaNotFound'],
  ['PATCH', '/zones/khong-co', { name: 'X' }, 'zoneNotFound'],
  ['GET', '/bulletins/khong-co', undefined, 'bulletinNotFound'],
  ['GET', '/programmes/khong-co', undefined, 'programmeNotFound'],
  ['PATCH', '/operators/khong-co', { name: 'X' }, 'operatorNotFound'],
  ['POST', '/stops', { place: { zoneId: 'khong-co' }, broadcastId: null, requestId: 'r-1' }, 'zoneNotFound'],
])('%s %s: what is not there is told by its code', async (method, path, body, code) => {
  expect(await told(method, path, body)).toBe(code)
})

test('HEAD is judged as GET', async () => {
  const head = (path: string) => fetch(`${server.httpUrl}${path}`, { method: 'HEAD' })
  expect((await head('/api/v1/clusters/cum-xa-a')).status).toBe(401)
  expect((await head('/api/v1/openapi.json')).status).toBe(200)
})

test('an id that is escaped names the same thing', async () => {
  expect(await told('GET', `/clusters/${encodeURIComponent('cum-xa-b').replace('m', '%6d')}`)).toBe(
    'notAllowed',
  )
})

test('a grant taken away holds no longer than to the next request', async () => {
  const lan = signIn(server, 'lan', [['auditor', 'xa-a']])
  expect((await lan('GET', '/audit-entries')).status).toBe(200)
  const local = new AdminClient(server.adminSocket, 'test')
  await local.patch('/api/v1/operators/lan', { grants: [{ role: 'approver', areaId: 'xa-a' }] })
  expect((await lan('GET', '/audit-entries')).status).toBe(403)
})
