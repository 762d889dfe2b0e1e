import type { OrderAnswer } from '@tieng-lang/protocol'
import { AdminClient, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster, addZone, changeCluster } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let client: AdminClient
let board: TestBoard

beforeAll(async () => {
  server = await runServer(folder.path, { overrides: { limits: { commandAnswerMsMax: 10_000 } } })
  const { services } = server
  addArea(services, { areaId: 'xa-a', name: 'Xã A' })
  addZone(services, { zoneId: 'cho', areaId: 'xa-a', name: 'Chợ' })
  for (const name of ['1', '2', '3'])
    addCluster(services, { clusterId: `c-${name}`, areaId: 'xa-a', name: `Cụm ${name}` })
  client = new AdminClient(server.adminSocket, 'Lan')
  board = await enrolBoard(server, 'c-1')
  const away = await enrolBoard(server, 'c-2')
  await away.stop()
  await board.say('presence', { isConnected: true, bootId: 'b-1', agentVersion: '1', at: 0 })
  await eventually(
    () => services.board.peek('c-1')?.isConnected,
    (isConnected) => isConnected === true,
  )
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

const stop = (requestId: string, more: object = {}) =>
  client.post<OrderAnswer>('/api/v1/stops', {
    place: { areaId: 'xa-a' },
    broadcastId: 'ct-1@once',
    requestId,
    ...more,
  })

/** The command that was given to a cluster last, as it is stored. */
const lastCommand = (clusterId: string) =>
  server.services.database.row(
    query.selectFrom('commands').selectAll().where('clusterId', '=', clusterId).orderBy('sealedAt', 'desc'),
  )

test('an order is answered cluster by cluster: who has it, who is away, who has no board; and told as it comes', async () => {
  const told: unknown[] = []
  const end = server.services.updates.listen(({ update, areaIds }) => {
    if (update.kind === 'commandAnswer') told.push([update.requestId, update.line.clusterId, areaIds])
  })
  const beganMs = systemClock.monotonicMs()
  const { requestId, lines } = await stop('dung-1')
  end()
  expect(requestId).toBe('dung-1')
  expect(lines.map(({ clusterId, outcome, detail }) => [clusterId, outcome, detail])).toEqual([
    ['c-1', 'acknowledged', null],
    ['c-2', 'unanswered', 'notConnected'],
    ['c-3', 'notSent', 'clusterNotEnrolled'],
  ])
  // The one that is away keeps nobody waiting for the ten seconds that one that is there would have.
  expect(systemClock.monotonicMs() - beganMs).toBeLessThan(5_000)
  expect(told).toHaveLength(3)
  expect(told).toContainEqual(['dung-1', 'c-1', ['xa-a']])
})

test('the same request is carried out once, whether it comes again at once or later', async () => {
  const before = board.commands.length
  const [first, second] = await Promise.all([stop('dung-2'), stop('dung-2')])
  expect(second).toEqual(first)
  expect(await stop('dung-2')).toEqual(first)
  expect(board.commands.length).toBe(before + 1)
  await expect(stop('dung-2', { broadcastId: null })).rejects.toMatchObject({ code: 'requestIdReused' })
  const acts = server.services.database.rows(
    query.selectFrom('auditEntries').selectAll().where('act', '=', 'sound.stop'),
  )
  expect(acts).toHaveLength(2)
  expect(acts[0]).toMatchObject({ operatorName: 'Lan', subject: 'xa-a', areaIds: '["xa-a"]' })
})

test('a zone’s order reaches its members alone, and the act stands in the audit log', async () => {
  changeCluster(server.services, 'c-3', { settings: { zones: ['cho'] } })
  const order = { place: { zoneId: 'cho' }, body: { name: 'volume', percent: 40 }, requestId: 'to-1' }
  const { lines } = await client.post<OrderAnswer>('/api/v1/commands', order)
  expect(lines.map(({ clusterId }) => clusterId)).toEqual(['c-3'])
  const act = server.services.database.row(
    query.selectFrom('auditEntries').selectAll().where('act', '=', 'sound.volume'),
  )
  expect(act).toMatchObject({ subject: 'cho', areaIds: '["xa-a"]' })
  expect(lastCommand('c-3')).toMatchObject({ outcome: 'notSent' })
})

test.each([
  ['no such area', { place: { areaId: 'nowhere' } }, 'areaNotFound'],
  ['no such zone', { place: { zoneId: 'nowhere' } }, 'zoneNotFound'],
  ['a place of two kinds', { place: { zoneId: 'cho', areaId: 'xa-a' } }, 'badRequest'],
])('%s is refused by its code', async (_, more, code) => {
  await expect(stop('dung-3', more)).rejects.toMatchObject({ code })
})
