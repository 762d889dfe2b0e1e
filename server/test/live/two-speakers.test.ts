import type { LiveSessionAnswer, Problem } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import type { Person } from '../emergencies/commune.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { buildWakefulProvince, sessionOn, speakTo } from './live-commune.ts'

const folder = temporaryFolder()
let server: RunningServer
let lan: Person
let hung: Person
let board: TestBoard

/** Both hamlets; the second one and a cluster of the first: they overlap, and neither holds the other. */
const HAMLETS = { areas: ['thon-1', 'thon-2'], zones: [], clusters: [] }
const ONE_OF_EACH = { areas: ['thon-2'], zones: [], clusters: ['c-1'] }

beforeAll(async () => {
  server = await runServer(folder.path)
  buildWakefulProvince(server)
  lan = signIn(server, 'lan', [['operator', 'xa-a']])
  hung = signIn(server, 'hung', [['broadcaster', 'tinh']])
  board = await enrolBoard(server, 'c-1')
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

const stateOf = async (sessionId: string) => {
  const { body } = await lan<LiveSessionAnswer>('GET', `/live-sessions/${sessionId}`)
  return [body.state, body.endedBecause]
}
const auditOf = (subject: string) =>
  server.services.database.rows(query.selectFrom('auditEntries').selectAll().where('subject', '=', subject))

async function endAll(): Promise<void> {
  for (const { session } of server.services.live.open())
    await hung('POST', `/live-sessions/${session.sessionId}/end`, {
      body: { requestId: `het-${session.sessionId}` },
    })
}

test('whose places overlap is refused by name until the take-over is confirmed; nothing is written before that', async () => {
  const { body: first } = await speakTo(lan, { place: HAMLETS })
  const refused = await speakTo(hung, { place: ONE_OF_EACH })
  expect([refused.status, (refused.body as unknown as Problem).code]).toEqual([409, 'voiceOnAir'])
  expect(JSON.stringify(refused.body)).toContain('lan')
  expect(server.services.live.open().map(({ session }) => session.sessionId)).toEqual([first.sessionId])
  expect(await stateOf(first.sessionId)).toEqual(['waiting', null])
  const { body: second } = await speakTo(hung, { place: ONE_OF_EACH, takeOver: true })
  // c-2 hears the first alone: she speaks on there, and the clusters of both know whom they hear.
  expect(await stateOf(first.sessionId)).toEqual(['waiting', null])
  const sent = await sessionOn(board, ({ sessionId }) => sessionId === second.sessionId)
  expect(sent.body).toMatchObject({ takesOver: true, targets: { areas: ['thon-2'], clusters: ['c-1'] } })
  expect(sent.body.startedAt).toBeGreaterThanOrEqual(first.startedAt)
  const [entry, ...others] = auditOf(second.sessionId)
  expect(entry).toMatchObject({ act: 'live.takeOver', operatorName: 'hung' })
  expect(entry?.detail).toContain(first.sessionId)
  expect(others).toEqual([])
  await endAll()
})

test('whose last cluster is taken over has ended; who was taken over is refused in turn', async () => {
  const { body: first } = await speakTo(lan, { place: ONE_OF_EACH })
  const { body: second } = await speakTo(hung, { place: HAMLETS, takeOver: true })
  expect(await stateOf(first.sessionId)).toEqual(['ended', 'takenOver'])
  const over = await sessionOn(board, (one) => one.sessionId === first.sessionId && one.state === 'ended')
  expect(over.body.sessionId).toBe(first.sessionId)
  const again = await speakTo(lan, { place: ONE_OF_EACH })
  expect([again.status, (again.body as unknown as Problem).code]).toEqual([409, 'voiceOnAir'])
  expect(await stateOf(second.sessionId)).toEqual(['waiting', null])
  await endAll()
})

test('two who ask in the same instant: one speaks, the other is refused', async () => {
  const answers = await Promise.all([speakTo(lan, { place: HAMLETS }), speakTo(hung, { place: ONE_OF_EACH })])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(server.services.live.open()).toHaveLength(1)
  await endAll()
})
