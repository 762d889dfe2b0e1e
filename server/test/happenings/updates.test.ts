import { request } from 'node:http'
import { compileShape, OverviewAnswer, StatusAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { firstAdministrator, Visitor as NewVisitor, PASSWORD, type Visitor } from '../access/visitor.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { sampleHealth } from '../sample-health.ts'
import { addArea, addCluster } from '../tree.ts'
import { UpdateListener } from './update-listener.ts'

const folder = temporaryFolder()
const listeners: UpdateListener[] = []
let server: RunningServer
let administrator: Visitor
let board: TestBoard

beforeAll(async () => {
  server = await runServer(folder.path)
  const { services } = server
  for (const areaId of ['xa-a', 'xa-b']) addArea(services, { areaId, name: areaId })
  addCluster(services, { clusterId: 'c-a', areaId: 'xa-a', name: 'Cụm A' })
  addCluster(services, { clusterId: 'c-b', areaId: 'xa-b', name: 'Cụm B' })
  administrator = await firstAdministrator(server)
  board = await enrolBoard(server, 'c-a')
})
afterAll(async () => {
  for (const listener of listeners) listener.stop()
  await board.stop()
  await server.stop()
  folder.remove()
})

function listen(visitor: Visitor, headers: Record<string, string> = {}): UpdateListener {
  const cookie: Record<string, string> = visitor.cookie === undefined ? {} : { cookie: visitor.cookie }
  const listener = new UpdateListener(server.httpUrl, { ...cookie, ...headers })
  listeners.push(listener)
  return listener
}

/** Somebody with one role in one commune, signed in with a password of their own. */
async function person(loginName: string, areaId: string): Promise<Visitor> {
  const grants = [{ role: 'operator', areaId }]
  const made = await administrator.ask('POST', '/api/v1/operators', { loginName, name: loginName, grants })
  const visitor = new NewVisitor(server.httpUrl)
  await visitor.signIn(loginName, String(made.body.password))
  await visitor.ask('PUT', '/api/v1/session/password', { current: made.body.password, next: PASSWORD })
  return visitor
}

const overview = async (visitor: Visitor, query = '') => {
  const { body } = await visitor.ask('GET', `/api/v1/overview${query}`)
  return body as unknown as OverviewAnswer
}
const ofA = async () => (await overview(administrator)).clusters.find(({ clusterId }) => clusterId === 'c-a')
const presence = (isConnected: boolean) =>
  board.say('presence', { isConnected, bootId: 'b-1', agentVersion: '1', at: systemClock.now() })

test('the overview follows what a cluster says, and pages are told of it', async () => {
  const listener = listen(administrator)
  await listener.last('hello')
  await presence(true)
  await listener.last('cluster', ({ state }) => state.clusterId === 'c-a' && state.isConnected)
  await board.say('health', sampleHealth())
  await eventually(ofA, (state) => state?.media?.held === 2)
  expect(await ofA()).toMatchObject({ clockState: 'trusted', volumePercent: 70, playing: null })

  const sound = { occurrenceId: 'ct-1@once/muc-1/1', broadcastId: 'ct-1@once', at: systemClock.now() }
  const heardAt = systemClock.now()
  await board.say('acks', { kind: 'soundStarted', ...sound, heardAt, evidence: 'lineCurrent' })
  const started = await listener.last('cluster', ({ state }) => state.playing !== null)
  expect(started.state.playing).toMatchObject({ startedAt: heardAt, evidence: 'lineCurrent' })
  await board.say('acks', { kind: 'soundEnded', ...sound })
  await eventually(ofA, (state) => state?.playing === null)

  const planRevision = (await ofA())?.planRevision.wanted
  const held = { kind: 'document', type: 'plan', documentId: 'plan-c-a', revision: planRevision, at: 1 }
  await board.say('acks', held)
  expect(await eventually(ofA, (state) => state?.planRevision.held === planRevision)).toBeDefined()
  const everything = await administrator.ask('GET', '/api/v1/overview')
  expect(everything.headers.get('content-type')).toContain('application/json')
  // It is written out without a look at its shape.
  expect(compileShape(OverviewAnswer).explain(everything.body)).toBe('')
  const status = await administrator.ask('GET', '/api/v1/status')
  expect(compileShape(StatusAnswer).explain(status.body)).toBe('')
  const alone = await administrator.ask('GET', '/api/v1/clusters/c-a/state')
  expect(alone.body).toMatchObject({ clusterId: 'c-a', health: { bootId: 'b-1', uptimeS: 10 } })
  await presence(false)
  await eventually(ofA, (state) => state?.isConnected === false)
})

test('a cluster’s state is told at most every 250 ms, however often it changes', async () => {
  const listener = listen(administrator)
  await listener.last('hello')
  const beganMs = systemClock.monotonicMs()
  for (let volumePercent = 0; volumePercent < 100; volumePercent += 1)
    await board.say('health', sampleHealth({ volumePercent }))
  await listener.last('cluster', ({ state }) => state.volumePercent === 99)
  const spells = Math.ceil((systemClock.monotonicMs() - beganMs) / 250) + 1
  expect(listener.of('cluster').length).toBeLessThanOrEqual(spells)
})

test('a person sees and hears of the areas of their grants alone, and of no others once these change', async () => {
  const lan = await person('lan', 'xa-a')
  const binh = await person('binh', 'xa-b')
  expect((await overview(lan)).clusters.map(({ clusterId }) => clusterId)).toEqual(['c-a'])
  expect((await overview(lan, '?areaId=xa-b')).clusters).toEqual([])
  const [atLan, atBinh] = [listen(lan), listen(binh)]
  await Promise.all([atLan.last('hello'), atBinh.last('hello')])
  await presence(true)
  await atLan.last('cluster', ({ state }) => state.isConnected)
  server.services.updates.tell({ kind: 'broker', isConnected: true }, null)
  await atBinh.last('broker')
  expect(atBinh.of('cluster')).toEqual([])

  const { body } = await administrator.ask('GET', '/api/v1/operators')
  const { operatorId, version } = (body as unknown as { items?: OperatorHead[] } & OperatorHead[]).find(
    ({ loginName }) => loginName === 'lan',
  ) ?? { operatorId: '', version: 0 }
  const change = { grants: [{ role: 'operator', areaId: 'xa-b' }] }
  const headers = { 'if-match': `"${version}"` }
  await administrator.ask('PATCH', `/api/v1/operators/${operatorId}`, change, headers)
  const before = atLan.of('cluster').length
  await presence(false)
  await eventually(ofA, (state) => state?.isConnected === false)
  server.services.updates.tell({ kind: 'broker', isConnected: false }, null)
  await atLan.last('broker', ({ isConnected }) => !isConnected)
  expect(atLan.of('cluster').length).toBe(before)
})

interface OperatorHead {
  operatorId: string
  loginName: string
  version: number
}

test('signing out closes the pages of that session with 4401', async () => {
  const mai = await person('mai', 'xa-a')
  const listener = listen(mai)
  await listener.last('hello')
  await mai.ask('DELETE', '/api/v1/session')
  await eventually(
    () => listener.closedWith,
    (code) => code !== undefined,
  )
  expect(listener.closedWith).toBe(4401)
})

test('nobody listens without a session, from a foreign page, on another path, or too often', async () => {
  const refusal = (listener: UpdateListener) =>
    eventually(
      () => listener.refusedWith,
      (status) => status !== undefined,
    )
  expect(await refusal(listen(new NewVisitor(server.httpUrl)))).toBe(401)
  expect(await refusal(listen(administrator, { origin: 'http://evil.example' }))).toBe(403)
  const plain = await administrator.ask('GET', '/api/v1/updates')
  expect(plain).toMatchObject({ status: 426, body: { code: 'upgradeRequired' } })
  const many = Array.from({ length: 20 }, () => listen(administrator))
  await eventually(
    () => many.filter(({ refusedWith, updates }) => refusedWith === 503 || updates.length > 0).length,
    (count) => count === 20,
  )
  expect(many.filter(({ refusedWith }) => refusedWith === 503).length).toBeGreaterThanOrEqual(8)
})

test('a page that does not read is closed, and what waits for it stays bounded', async () => {
  const chi = await person('chi', 'xa-a')
  const slow = listen(chi)
  await slow.last('hello')
  slow.socket.pause()
  const closed = () => slow.socket.readyState === slow.socket.CLOSED
  const line = { clusterId: 'c-a', outcome: 'refused' as const, afterMs: 1, detail: 'x'.repeat(60_000) }
  for (let each = 0; each < 400 && !closed(); each += 1) {
    server.services.updates.tell({ kind: 'commandAnswer', requestId: 'r-1', line }, null)
    await new Promise<void>((resolve) => systemClock.after(1, resolve))
  }
  slow.socket.resume()
  await eventually(closed, (isClosed) => isClosed)
  expect(slow.of('commandAnswer').length).toBeLessThan(400)
})

test('the administration socket has the same news, of everything', async () => {
  const news = await new Promise<string>((resolve, reject) => {
    const opening = request({
      socketPath: server.adminSocket,
      path: '/api/v1/updates',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      },
    })
    opening.on('upgrade', (_answer, socket, head) => {
      if (head.length > 0) resolve(head.toString())
      socket.once('data', (bytes) => resolve(bytes.toString()))
    })
    opening.on('error', reject)
    opening.end()
  })
  expect(news).toContain('"kind":"hello"')
})
