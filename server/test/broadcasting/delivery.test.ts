import {
  type ClusterConfig,
  DAY_MS,
  itemMedia,
  PLAN_VALID_MS,
  type Plan,
  type ProgrammeDefinition,
} from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/access/principal.ts'
import type { RunningServer } from '../../src/app.ts'
import { approveBulletin } from '../../src/broadcasting/bulletins/review.ts'
import { commandClusters } from '../../src/broadcasting/commands/cluster-commands.ts'
import { stopBroadcast } from '../../src/broadcasting/commands/stop-broadcast.ts'
import { keepHouse } from '../../src/broadcasting/housekeeping/keep-house.ts'
import { addProgramme, withdrawProgramme } from '../../src/broadcasting/programmes/programme-changes.ts'
import { approveProgramme } from '../../src/broadcasting/programmes/programme-review.ts'
import { putProgramme } from '../../src/broadcasting/programmes/put-programme.ts'
import { serverStatus } from '../../src/broadcasting/status.ts'
import { renderStatusPage } from '../../src/routes/pages/status-page.ts'
import { query } from '../../src/storage/database.ts'
import { findDocument } from '../../src/storage/documents.ts'
import { listRefusals } from '../../src/storage/reports/refusal-counters.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { clockAhead, eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster, addZone, changeCluster } from '../tree.ts'
import { addSample } from './bulletins/sample-bulletin.ts'

const folder = temporaryFolder()
let server: RunningServer
let board: TestBoard

const definition = (programmeId: string): ProgrammeDefinition => ({
  programmeId,
  name: 'Bản tin sáng',
  priority: 'routine',
  recurrence: { kind: 'daily', startTimes: ['05:00'] },
  validity: {},
  playlist: [{ itemId: 'muc-1', title: '', bulletinId: 'bt-1', repeats: 1, gapMs: 0 }],
  latenessMsMax: 60_000,
  onInterrupted: 'resume',
  mayBeCut: false,
})
const order = (
  programmeId: string,
  targets: { areas?: string[]; zones?: string[]; clusters?: string[] },
) => ({
  definition: definition(programmeId),
  targets: { areas: [], zones: [], clusters: [], ...targets },
})
const plan = (isGood: (body: Plan) => boolean) => board.document<Plan>('plan', isGood)
/** The command that was given to a cluster last, as it is stored. */
const lastCommand = (clusterId: string) =>
  server.services.database.row(
    query.selectFrom('commands').selectAll().where('clusterId', '=', clusterId).orderBy('sealedAt', 'desc'),
  )
const grants: Principal['grants'] = [{ role: 'administrator', areaId: null }]
const lan: Principal = { operatorId: null, name: 'Lan', grants, address: 'local' }
const chair: Principal = { ...lan, name: 'Chủ tịch xã' }
const withdraw = (programmeId: string) =>
  withdrawProgramme(server.services, { programmeId, expected: 'any' }, lan)
const namesOf = (body: Plan) => body.programmes.map(({ programmeId }) => programmeId)
const planRevision = () => findDocument(server.services.database, 'tl/v1/clusters/c-1/plan')?.revision

beforeAll(async () => {
  server = await runServer(folder.path)
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh', settings: { quietHours: { windows: [] } } })
  addArea(services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã A' })
  addArea(services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã B' })
  addCluster(services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
  addCluster(services, { clusterId: 'c-2', areaId: 'xa-b', name: 'Cụm 2' })
  addSample(services.database, { bulletinId: 'bt-1', areaId: 'tinh', createdAt: systemClock.now() })
  board = await enrolBoard(server, 'c-1')
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

test('a config says what areas hand down, and follows a change', async () => {
  const { body } = await board.document<ClusterConfig>('config')
  expect(body).toMatchObject({
    areaPath: ['tinh', 'xa-a'],
    quietHours: { windows: [] },
    httpUrls: [server.httpUrl],
  })
  const quietHours = { windows: [{ from: '22:00', until: '05:00' }] }
  addZone(server.services, { zoneId: 'cho', areaId: 'xa-a', name: 'Chợ' })
  changeCluster(server.services, 'c-1', { settings: { quietHours, zones: ['cho'] } })
  await board.document<ClusterConfig>('config', (changed) => changed.quietHours.windows.length === 1)
})

test('only what is approved is planned, where it is aimed at', async () => {
  const { services } = server
  await expect(putProgramme(services, order('ct-1', { areas: ['xa-a'] }), lan)).rejects.toMatchObject({
    code: 'bulletinNotApproved',
  })
  addProgramme(services, order('ct-1', { areas: ['tinh'] }), lan)
  await approveBulletin(services, { bulletinId: 'bt-1', expected: 'any', by: lan })
  const act = { programmeId: 'ct-1', expected: 'any', by: chair } as const
  expect(await approveProgramme(services, act)).toMatchObject({
    approvedBy: 'Chủ tịch xã',
    isOnePerson: false,
  })
  await putProgramme(services, order('ct-2', { areas: ['xa-b'] }), lan)
  await putProgramme(services, order('ct-3', { zones: ['cho'] }), lan)
  await putProgramme(services, order('ct-4', { clusters: ['c-1'] }), lan)
  const { body } = await plan(({ programmes }) => programmes.length === 3)
  expect(namesOf(body)).toEqual(['ct-1', 'ct-3', 'ct-4'])
  expect(body.programmes[0]?.playlist.map(itemMedia)[0]?.sha256).toBe('a'.repeat(64))
})

test('an unchanged plan keeps its revision; a removed programme makes a new one', async () => {
  const before = planRevision()
  await keepHouse(server.services)
  expect(planRevision()).toBe(before)
  await withdraw('ct-4')
  await plan((body) => !namesOf(body).includes('ct-4'))
  expect(planRevision()).toBeGreaterThan(before ?? 0)
})

test('a plan is sealed anew when a third of its 45 days is left', async () => {
  const before = planRevision()
  const later = (byMs: number) => keepHouse({ ...server.services, clock: clockAhead(byMs) })
  await later((PLAN_VALID_MS * 2) / 3 - DAY_MS)
  expect(planRevision()).toBe(before)
  await later((PLAN_VALID_MS * 2) / 3 + DAY_MS)
  expect(planRevision()).toBeGreaterThan(before ?? 0)
})

test('a programme that would overfill a plan is refused, and nothing has changed', async () => {
  const [item] = definition('x').playlist
  const playlist = Array.from({ length: 200 }, (_, index) => ({
    ...item,
    itemId: `muc-${index}`,
    title: 'x'.repeat(200),
  }))
  const large = (programmeId: string) => {
    const wanted = order(programmeId, { areas: ['xa-a'] })
    const definition = { ...wanted.definition, playlist } as ProgrammeDefinition
    return putProgramme(server.services, { ...wanted, definition }, lan)
  }
  const put: string[] = []
  const fill = async () => {
    for (let each = 1; each <= 30; each += 1) {
      await large(`lon-${each}`)
      put.push(`lon-${each}`)
    }
  }
  await expect(fill()).rejects.toMatchObject({ code: 'planTooLarge' })
  expect(put.length).toBeGreaterThan(3)
  const { body } = await plan(({ programmes }) => programmes.length === 2 + put.length)
  expect(namesOf(body)).not.toContain(`lon-${put.length + 1}`)
  for (const programmeId of put) await withdraw(programmeId)
})

test('a stop reaches the cluster as a command, and the absent ones as an exception in their plan', async () => {
  const place = { areaId: 'tinh' }
  const stop = { place, broadcastId: 'ct-1@2026-12-01T05:00', requestId: 'yeu-cau-1' }
  const answers = await stopBroadcast(server.services, stop, lan)
  expect(answers.map(({ clusterId, outcome }) => [clusterId, outcome])).toEqual([
    ['c-1', 'acknowledged'],
    ['c-2', 'notSent'],
  ])
  await plan(({ stopped }) => stopped[0]?.broadcastId === stop.broadcastId)
  expect(lastCommand('c-1')).toMatchObject({
    givenBy: 'Lan',
    outcome: 'acknowledged',
  })
})

test('a refusal is told by its code', async () => {
  board.acknowledges = false
  const order = { place: { clusterId: 'c-1' }, body: { name: 'next' }, requestId: 'yeu-cau-2' } as const
  const given = commandClusters(server.services, order, lan)
  const { id } = await eventually(
    () => board.commands.at(-1) ?? { id: '', name: '' },
    ({ name }) => name === 'next',
  )
  const refusal = { kind: 'refusal', code: 'nothingPlaying', topic: 'commands', regarding: id, at: 0 }
  await board.say('acks', refusal)
  expect(await given).toMatchObject([{ outcome: 'refused', detail: 'nothingPlaying' }])
  board.acknowledges = true
})

test('the nonce of a presence is answered at once with the time', async () => {
  const timeNonce = 'A'.repeat(22)
  await board.say('presence', { isConnected: true, bootId: 'b-1', agentVersion: '1', timeNonce, at: 0 })
  const answer = await eventually(
    () => board.commands.find(({ name }) => name === 'time'),
    (found) => found !== undefined,
  )
  expect(answer?.nonce).toBe(timeNonce)
})

test('what does not fit its shape is refused and counted, and the page says who is there', async () => {
  await board.say('health', { nonsense: true })
  await board.say('acks', { kind: 'unknown' })
  const counted = () =>
    listRefusals(server.services.database, 'c-1').find(({ code }) => code === 'shapeMismatch')
  await eventually(counted, (refusal) => refusal?.count === 2)
  const page = renderStatusPage(serverStatus(server.services), 'Asia/Ho_Chi_Minh')
  expect(page).toContain('Cụm 1')
  expect(page).toContain('● đang kết nối')
})
