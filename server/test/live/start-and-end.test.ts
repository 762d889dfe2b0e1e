import type { LiveSessionAnswer, Problem } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import type { Person } from '../emergencies/commune.ts'
import { UpdateListener } from '../happenings/update-listener.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { askerWith, signIn, signInForCookie } from '../signed-in.ts'
import { changeArea, changeCluster } from '../tree.ts'
import { buildWakefulProvince, NIGHT, sessionOn, speakTo } from './live-commune.ts'
import { liveOrder } from './speaker.ts'

const folder = temporaryFolder()
let server: RunningServer
let lan: Person
let cookie: string
let hung: Person
let board: TestBoard

beforeAll(async () => {
  server = await runServer(folder.path)
  buildWakefulProvince(server)
  cookie = signInForCookie(server, 'lan', [['operator', 'xa-a']])
  lan = askerWith(server, cookie)
  hung = signIn(server, 'hung', [['broadcaster', 'tinh']])
  board = await enrolBoard(server, 'c-1')
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

async function endAll(): Promise<void> {
  for (const { session } of server.services.live.open())
    await hung('POST', `/live-sessions/${session.sessionId}/end`, {
      body: { requestId: `het-${session.sessionId}` },
    })
}

const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as Problem).code]

test('a session is sealed for its area with all that a cluster needs but the key, and lies on the broker', async () => {
  const { body } = await speakTo(lan, { silenced: ['c-3'], delay: 'robust' })
  expect(body).toMatchObject({ state: 'waiting', speaker: 'lan', clusterCount: 2, talkMs: 0, endedAt: null })
  const { sessionId } = body
  const sent = await sessionOn(board, (session) => session.sessionId === sessionId)
  expect(sent.topic).toBe(`tl/v1/areas/xa-a/live/${sessionId}`)
  const { port } = server.services.stream
  expect(sent.body).toMatchObject({
    ...{ state: 'onAir', priority: 'announcement', delayMs: 1_000, senders: [{ host: '127.0.0.1', port }] },
    ...{ targets: { areas: ['xa-a'], clusters: [] }, publishedIn: ['xa-a'], silenced: ['c-3'] },
    ...{ takesOver: false, emergencyId: null, occurrenceId: null },
  })
  expect(sent.body.expiresAt - sent.body.startedAt).toBe(60_000)
  expect(JSON.stringify(sent.body)).not.toMatch(/[kK]ey|secret/)
  const audit = query.selectFrom('auditEntries').selectAll().where('subject', '=', sessionId)
  expect(server.services.database.row(audit)).toMatchObject({ act: 'live.start', operatorName: 'lan' })
  await endAll()
  await sessionOn(board, (session) => session.sessionId === sessionId && session.state === 'ended')
})

test('the same request gives the same session; who has no right there, or names nobody, is refused', async () => {
  const order = liveOrder()
  const [first, again] = [await speakTo(lan, order), await speakTo(lan, order)]
  expect(again.body.sessionId).toBe(first.body.sessionId)
  expect(server.services.live.open()).toHaveLength(1)
  expect(codeOf(await speakTo(lan, { ...order, title: 'Khác' }))).toEqual([409, 'requestIdReused'])
  const neighbour = signIn(server, 'hoa', [['operator', 'xa-b']])
  expect(codeOf(await speakTo(neighbour))).toEqual([403, 'notAllowed'])
  const nowhere = { areas: [], zones: [], clusters: [] }
  expect(codeOf(await speakTo(lan, { place: nowhere }))).toEqual([403, 'notAllowed'])
  expect(codeOf(await speakTo(lan, { place: { ...nowhere, clusters: ['c-1'] }, silenced: ['c-1'] }))).toEqual(
    [409, 'noClustersThere'],
  )
  expect(
    codeOf(
      await neighbour('POST', `/live-sessions/${first.body.sessionId}/end`, { body: { requestId: 'x' } }),
    ),
  ).toEqual([403, 'notAllowed'])
  await endAll()
})

test('where somebody speaks there already it is said who; a confirmed take-over ends theirs and is audited', async () => {
  const { body: first } = await speakTo(lan, { place: { areas: ['thon-1'], zones: [], clusters: [] } })
  const refused = await speakTo(hung)
  expect(codeOf(refused)).toEqual([409, 'voiceOnAir'])
  expect(JSON.stringify(refused.body)).toContain('lan')
  // Beside it nobody is in anybody's way.
  const elsewhere = await speakTo(hung, { place: { areas: ['thon-2'], zones: [], clusters: [] } })
  expect(elsewhere.status).toBe(200)
  const { body: second } = await speakTo(hung, { takeOver: true })
  const over = await lan<LiveSessionAnswer>('GET', `/live-sessions/${first.sessionId}`)
  expect(over.body).toMatchObject({ state: 'ended', endedBecause: 'takenOver' })
  const sent = await sessionOn(board, ({ sessionId }) => sessionId === second.sessionId)
  expect(sent.body.takesOver).toBe(true)
  const audit = query.selectFrom('auditEntries').selectAll().where('subject', '=', second.sessionId)
  const entry = server.services.database.row(audit)
  expect(entry).toMatchObject({ act: 'live.takeOver', operatorName: 'hung' })
  expect(entry?.detail).toContain(first.sessionId)
  await endAll()
})

test('who is taken over in a part of their clusters goes on in the others', async () => {
  const { body: wide } = await speakTo(hung)
  await speakTo(lan, { takeOver: true, place: { areas: ['thon-2'], zones: [], clusters: [] } })
  expect(server.services.live.open().map(({ session }) => session.sessionId)).toContain(wide.sessionId)
  await endAll()
})

test('in quiet hours everywhere it is refused; where some clusters sleep, these are told as refused', async () => {
  changeCluster(server.services, 'c-1', { settings: { quietHours: NIGHT } })
  const { body } = await speakTo(lan)
  expect(body.listeners.map(({ clusterId, state, reason }) => [clusterId, state, reason])).toEqual([
    ['c-1', 'refused', 'quietHours'],
    ['c-2', 'waiting', null],
    ['c-3', 'waiting', null],
  ])
  await endAll()
  changeArea(server.services, 'xa-a', { settings: { quietHours: NIGHT } })
  expect(codeOf(await speakTo(lan))).toEqual([409, 'quietHours'])
  changeArea(server.services, 'xa-a', { settings: { quietHours: { windows: [] } } })
  changeCluster(server.services, 'c-1', { settings: { quietHours: null } })
})

test('clusters say by themselves that they sound or refuse; pages hear of it', async () => {
  const page = new UpdateListener(server.httpUrl, { cookie })
  await page.last('hello')
  const { body } = await speakTo(lan)
  const { sessionId } = body
  await page.last('live', ({ session }) => session.sessionId === sessionId && session.state === 'waiting')
  const at = systemClock.now()
  const ack = { occurrenceId: sessionId, broadcastId: sessionId, at }
  await board.say('acks', { ...ack, kind: 'soundStarted', heardAt: at, evidence: 'none' })
  const told = await page.last('live', ({ session }) => session.soundingCount === 1)
  expect(told.session).toMatchObject({ sessionId, clusterCount: 3 })
  await board.say('acks', { ...ack, kind: 'soundEnded' })
  await page.last('live', ({ session }) => session.sessionId === sessionId && session.soundingCount === 0)
  await board.say('acks', { kind: 'refusal', code: 'clockUntrusted', topic: 'x', regarding: sessionId, at })
  await eventually(
    async () => (await lan<LiveSessionAnswer>('GET', `/live-sessions/${sessionId}`)).body.listeners[0],
    (listener) => listener?.state === 'refused' && listener.reason === 'clockUntrusted',
  )
  page.stop()
  await endAll()
})

test('a stop of everything there ends the session: it is heard nowhere any more', async () => {
  const { body } = await speakTo(lan)
  await lan('POST', '/stops', {
    body: { place: { areaId: 'thon-1' }, broadcastId: body.sessionId, requestId: 'dung-1' },
  })
  expect(server.services.live.open()).toHaveLength(1)
  await lan('POST', '/stops', {
    body: { place: { areaId: 'xa-a' }, broadcastId: body.sessionId, requestId: 'dung-2' },
  })
  const over = await lan<LiveSessionAnswer>('GET', `/live-sessions/${body.sessionId}`)
  expect(over.body).toMatchObject({ state: 'ended', endedBecause: 'stopped' })
})
