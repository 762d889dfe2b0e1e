import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { BoundedLabel } from '../../src/observability/metrics/bounded-label.ts'
import { createHttpServer } from '../../src/routes/http/http-server.ts'
import { metricsRoute } from '../../src/routes/metrics.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { ask } from '../routes/socket-ask.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea, addCluster } from '../tree.ts'

const TOKEN = 'a-token-of-at-least-24-characters'

const folder = temporaryFolder()
let server: RunningServer
let board: TestBoard

beforeAll(async () => {
  server = await runServer(folder.path, { overrides: { metrics: { token: TOKEN } } })
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addCluster(server.services, { clusterId: 'cum-1', areaId: 'xa-a', name: 'Cụm 1' })
  board = await enrolBoard(server, 'cum-1')
  await board.say('presence', { isConnected: true, bootId: 'b-1', agentVersion: '1', at: 0 })
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

/** Every line of the page, by its name with its labels. */
async function scrape(): Promise<Map<string, number>> {
  const { content } = await ask(server.adminSocket, { method: 'GET', path: '/metrics' })
  const lines = content.toString().split('\n')
  const values = lines.flatMap((line): [string, number][] => {
    const [, name = '', value = ''] = /^tieng_lang_(\S+) (\S+)$/.exec(line) ?? []
    return name === '' ? [] : [[name, Number(value)]]
  })
  return new Map(values)
}

test('what happens is counted, and what stands is told', async () => {
  const lan = signIn(server, 'lan', [['operator', 'xa-a']])
  const order = { place: { clusterId: 'cum-1' }, body: { name: 'pause' }, requestId: 'yeu-cau-1' }
  expect((await lan('POST', '/commands', { body: order })).status).toBe(200)
  expect((await lan('GET', '/clusters/khong-co')).status).toBe(404)
  await fetch(`${server.httpUrl}/nothing-here-${'x'.repeat(20)}`)
  await board.send(board.nextRecord())
  await board.say('health', { nonsense: true })
  const told = await eventually(
    scrape,
    (values) =>
      values.get('records_total{judgement="verified"}') === 1 &&
      values.get('refusals_total{code="shapeMismatch"}') === 1,
  )
  expect(told.get('commands_total{name="pause",outcome="acknowledged"}')).toBe(1)
  expect(told.get('command_acknowledged_seconds_count')).toBe(1)
  expect(told.get('http_request_seconds_count{method="POST",route="/api/v1/commands",status="200"}')).toBe(1)
  expect(
    told.get('http_request_seconds_count{method="GET",route="/api/v1/clusters/:clusterId",status="404"}'),
  ).toBe(1)
  expect(told.get('clusters_connected')).toBe(1)
  expect(told.get('mqtt_published_total{outcome="acknowledged"}')).toBeGreaterThan(3)
  for (const name of ['database_bytes', 'rss_bytes', 'disk_free_bytes'])
    expect(told.get(name)).toBeGreaterThan(0)
  for (const name of ['records_waiting', 'documents_waiting', 'intakes_waiting', 'watchers', 'health'])
    expect([name, told.get(name)]).toEqual([name, 0])
  // No series for a cluster, a person or whatever a stranger asks for.
  expect([...told.keys()].filter((name) => /cum-1|"lan|khong-co|nothing-here/.test(name))).toEqual([])
})

test('over the network only this machine is let in, or whoever holds the token', async () => {
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${server.httpUrl}/metrics`, { headers })).status
  expect(await status({})).toBe(200)
  // What came through a proxy is not of this machine.
  expect(await status({ 'x-forwarded-for': '203.0.113.9' })).toBe(403)
  const throughProxy = { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${TOKEN}` }
  expect(await status(throughProxy)).toBe(200)
  expect(await status({ ...throughProxy, authorization: `Bearer ${TOKEN}x` })).toBe(403)
  const bare = createHttpServer({ log: pino({ level: 'silent' }), bodyBytesMax: 1_000, requestMsMax: 0 })
  metricsRoute(bare, new Registry(), { token: null, isLocalSocket: false })
  const from = async (remoteAddress: string, headers: Record<string, string> = {}) =>
    (await bare.inject({ method: 'GET', url: '/metrics', remoteAddress, headers })).statusCode
  expect([await from('127.0.0.1'), await from('::1'), await from('::ffff:127.0.0.1')]).toEqual([
    200, 200, 200,
  ])
  expect([await from('192.0.2.7'), await from('127.evil'), await from('::ffff:192.0.2.7')]).toEqual([
    403, 403, 403,
  ])
  // Without a token in the settings none is right.
  expect(await from('192.0.2.7', { authorization: 'Bearer null' })).toBe(403)
})

test('a label takes a bounded number of values', () => {
  const label = new BoundedLabel(2)
  expect(['a', 'b', 'c', 'a', 'd'].map((value) => label.of(value))).toEqual(['a', 'b', 'other', 'a', 'other'])
})
