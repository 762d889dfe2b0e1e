import type { MachineHealth, ServerHealth } from '@tieng-lang/protocol'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { Readiness } from '../../src/observability/readiness.ts'
import { createHttpServer } from '../../src/routes/http/http-server.ts'
import { machineRoutes } from '../../src/routes/machine.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { sampleHealth } from '../sample-health.ts'
import { signIn } from '../signed-in.ts'
import { addArea, addCluster } from '../tree.ts'

const SECRET_NAME = 'Cụm sau chợ'

const folder = temporaryFolder()
let server: RunningServer
let board: TestBoard

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addCluster(server.services, { clusterId: 'c-1', areaId: 'xa-a', name: SECRET_NAME })
  board = await enrolBoard(server, 'c-1')
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

test('/health tells anyone how each part stands, and no names', async () => {
  const answer = await fetch(`${server.httpUrl}/health`)
  expect(answer.status).toBe(200)
  const text = await answer.text()
  const { parts } = JSON.parse(text) as ServerHealth
  expect(Object.keys(parts).sort()).toEqual(['broker', 'clock', 'database', 'disk', 'eventLoop'])
  expect(parts.database).toMatchObject({ state: 'ok', code: null })
  expect(parts.broker).toMatchObject({ state: 'ok', code: null })
  expect(parts.disk.freeBytes).toBeGreaterThan(0)
  expect(text.length).toBeLessThan(1_000)
  for (const secret of [SECRET_NAME, 'c-1', 'xa-a', folder.path]) expect(text).not.toContain(secret)
})

test('/ready is 503 before the doors are open and from the wish to stop on', async () => {
  expect((await fetch(`${server.httpUrl}/ready`)).status).toBe(200)
  const readiness = new Readiness()
  const bare = createHttpServer({ log: pino({ level: 'silent' }), bodyBytesMax: 1_000, requestMsMax: 0 })
  machineRoutes(bare, { ...server.observability, readiness })
  const ask = async () => {
    const { statusCode, body } = await bare.inject({ method: 'GET', url: '/ready' })
    return [statusCode, JSON.parse(body)]
  }
  expect(await ask()).toEqual([503, { state: 'starting' }])
  readiness.doorsAreOpen()
  expect(await ask()).toEqual([200, { state: 'ready' }])
  readiness.isStopping()
  readiness.doorsAreOpen()
  expect(await ask()).toEqual([503, { state: 'stopping' }])
})

test('an administrator of any area is told what waits and what was lost; nobody else', async () => {
  await board.say('health', sampleHealth({ losses: { acks: 3, storageFailures: 2 } }))
  await board.say('presence', { isConnected: true, bootId: 'b-1', agentVersion: '1', at: 0 })
  const admin = signIn(server, 'quan-tri', [['administrator', 'xa-a']])
  const { body } = await eventually(
    () => admin<MachineHealth>('GET', '/health'),
    ({ body: { losses, clusters } }) => losses.clusters === 1 && clusters.connected === 1,
  )
  expect(body.losses).toEqual({ clusters: 1, acks: 3, records: 0, storageFailures: 2 })
  expect(body.clusters).toMatchObject({ enrolled: 1, connected: 1 })
  expect(body.databaseBytes).toBeGreaterThan(0)
  for (const role of ['broadcaster', 'operator', 'technician', 'auditor'] as const)
    expect((await signIn(server, role, [[role, null]])('GET', '/health')).status).toBe(403)
  expect((await fetch(`${server.httpUrl}/api/v1/health`)).status).toBe(401)
})

test('the plain status page shows names only to whoever may see them, and numbers to anyone', async () => {
  const page = await (await fetch(`${server.httpUrl}/status`)).text()
  expect(page).toContain('1/1 cụm loa đang kết nối')
  for (const name of [SECRET_NAME, 'Xã A']) expect(page).not.toContain(name)
})

// The last one: it takes the broker away.
test('/health is 503 and says why when the broker is gone', async () => {
  await server.services.broker.stop()
  const answer = await eventually(
    () => fetch(`${server.httpUrl}/health`),
    ({ status }) => status === 503,
  )
  const { state, parts } = (await answer.json()) as ServerHealth
  expect([state, parts.broker.code]).toEqual(['failing', 'brokerNotConnected'])
})
