import { createKeyPair, DAY_MS, HOUR_MS, MINUTE_MS, type ProgrammeDefinition } from '@tieng-lang/protocol'
import { listOccurrences } from '@tieng-lang/scheduler'
import { afterEach, expect, test } from 'vitest'
import type { VirtualCluster } from '../hardware-sim/src/virtual/index.ts'
import { currentPlans } from '../server/src/broadcasting/delivery/plan-delivery.ts'
import { putProgramme } from '../server/src/broadcasting/programmes/put-programme.ts'
import { query } from '../server/src/storage/database.ts'
import { listReplacedClosings } from '../server/src/storage/playouts/closings.ts'
import { listPlayouts, type PlayoutLine } from '../server/src/storage/playouts/playouts.ts'
import { findCluster } from '../server/src/storage/tree/clusters.ts'
import { addArea, addCluster, changeCluster, LOCAL } from '../server/test/tree.ts'
import type { VirtualServer } from './support/virtual/virtual-server.ts'
import { type VirtualVillage, virtualVillage } from './support/virtual/virtual-village.ts'

/** Monday 2 March 2026, 00:00 in Viet Nam. */
const START_AT = Date.UTC(2026, 2, 1, 17)
const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const ITEM_MS = 3 * MINUTE_MS
/** Beyond what is waited for, and the next hour's housekeeping. */
const DECIDED_MS = 27 * HOUR_MS + 20 * MINUTE_MS

let village: VirtualVillage
afterEach(() => village.stop())

async function begin(seed: string): Promise<VirtualCluster> {
  village = await virtualVillage(seed, {
    startAt: START_AT,
    clusterIds: ['cum-1'],
    layOut: async (server) => {
      addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
      addArea(server.services, { areaId: 'xa-b', name: 'Xã B' })
      addCluster(server.services, { clusterId: 'cum-1', areaId: 'xa-a', name: 'Cụm 1' })
      for (const name of ['tin', 'nhac']) server.addBulletin(name, ITEM_MS)
      await put(server, 'sang', ['06:00'])
    },
  })
  return village.commune.clusters[0] as VirtualCluster
}

function put(server: VirtualServer, programmeId: string, startTimes: string[], areaId = 'xa-a') {
  const definition: ProgrammeDefinition = {
    ...{ programmeId, name: `Chương trình ${programmeId}`, priority: 'routine', validity: {} },
    recurrence: { kind: 'daily', startTimes },
    playlist: ['tin', 'nhac'].map((name) => ({
      ...{ itemId: name, title: `Mục ${name}`, bulletinId: name, repeats: 1, gapMs: 1_000 },
    })),
    ...{ latenessMsMax: 10 * MINUTE_MS, onInterrupted: 'resume', mayBeCut: false },
  }
  const targets = { areas: [areaId], zones: [], clusters: [] }
  return village?.clock && village.server === server
    ? village.clock.during(putProgramme(server.services, { definition, targets }, LOCAL))
    : putProgramme(server.services, { definition, targets }, LOCAL)
}

/** `day 1` is the first, hours of the village. */
const at = (day: number, hour: number, minute = 0) =>
  START_AT + (day - 1) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS
const until = (day: number, hour: number, minute = 0) => village.clock.runUntil(at(day, hour, minute))

function records(clusterId = 'cum-1'): PlayoutLine[] {
  const { database } = village.server.services
  return listPlayouts(database, { clusterId, countMax: 10_000 }).reverse()
}
/** `sang@2026-03-02T06:00 heard`, one a broadcast whose items came to the same. */
function told(lines: readonly PlayoutLine[] = records()): string[] {
  const sentences = lines.map(({ broadcastId, outcome, reason }) =>
    [broadcastId.replace('2026-03-', ''), outcome === 'notHeard' ? reason : outcome].join(' '),
  )
  return [...new Set(sentences)]
}

/** The sums of a cluster's days are those of its records. */
function expectTotals(clusterId = 'cum-1'): void {
  const { database } = village.server.services
  const days = database.rows(query.selectFrom('playoutDays').selectAll().where('clusterId', '=', clusterId))
  const lines = records(clusterId)
  expect(days.reduce((sum, day) => sum + day.plannedCount, 0)).toBe(lines.length)
  for (const reason of ['planNotHeld', 'notReported']) {
    const inDays = days.reduce((sum, { reasons }) => sum + (JSON.parse(reasons)[reason] ?? 0), 0)
    expect(inDays).toBe(lines.filter((line) => line.reason === reason).length)
  }
}

test('a cluster that was enrolled and never switched on: all of it, after fifteen days, and nothing sooner', async () => {
  await begin('never on')
  const { server, clock } = village
  addCluster(server.services, { clusterId: 'cum-2', areaId: 'xa-a', name: 'Cụm 2' })
  const body = { code: server.issueCode('cum-2'), publicKey: createKeyPair().publicKey, agentVersion: '1' }
  await clock.during(server.postJson(new URL('http://server'), body))
  await until(15, 23)
  expect(records('cum-2')).toEqual([])
  await until(17, 12)
  expect(told(records('cum-2'))).toEqual(['sang@02T06:00 planNotHeld', 'sang@03T06:00 planNotHeld'])
  expect(records('cum-2')).toHaveLength(4)
  expect(records('cum-2')[0]).toMatchObject({ title: 'Mục tin', programmeName: 'Chương trình sang' })
  expect(records('cum-2')[0]).toMatchObject({ askedMs: ITEM_MS, heardMs: 0, evidence: 'none' })
  expectTotals('cum-2')
  // The other one has said everything itself.
  expect(told().every((sentence) => sentence.endsWith(' heard'))).toBe(true)
}, 120_000)

test('a cluster without network when a programme was approved, back after its time: that one, a day later', async () => {
  const cluster = await begin('approved meanwhile')
  await until(2, 9)
  cluster.link.block()
  await until(2, 10)
  await put(village.server, 'trua', ['11:00'])
  await until(3, 15)
  cluster.link.heal()
  await until(3, 16)
  expect(told().filter((sentence) => sentence.startsWith('trua'))).toEqual([])
  await village.clock.advance(DECIDED_MS)
  await until(5, 23)
  expect(told()).toEqual([
    'sang@02T06:00 heard',
    'sang@03T06:00 heard',
    'trua@03T11:00 planNotHeld',
    'sang@04T06:00 heard',
    'trua@04T11:00 planNotHeld',
    'sang@05T06:00 heard',
    'trua@05T11:00 heard',
    'sang@06T06:00 heard',
    'trua@06T11:00 heard',
  ])
  expectTotals()
}, 120_000)

test('a programme changed twice while it was away: what it played is told by it, what it never held by the server', async () => {
  const cluster = await begin('changed twice')
  await until(2, 9)
  cluster.link.block()
  await put(village.server, 'sang', ['07:00'])
  await until(3, 9)
  await put(village.server, 'sang', ['08:00'])
  await until(4, 9)
  cluster.link.heal()
  await until(6, 23)
  expect(told()).toEqual([
    'sang@02T06:00 heard',
    'sang@03T06:00 heard',
    // Under the plan that it held; the server wanted 07:00 by then, and 08:00 the day after.
    'sang@04T06:00 heard',
    'sang@04T07:00 planNotHeld',
    'sang@05T06:00 heard',
    'sang@05T08:00 planNotHeld',
    'sang@06T08:00 heard',
    'sang@07T08:00 heard',
  ])
}, 120_000)

test('a cluster moved while it was away: what its new area planned is closed, what its old one did is its own', async () => {
  const cluster = await begin('moved')
  await put(village.server, 'xa-b', ['09:00'], 'xa-b')
  await until(2, 12)
  cluster.link.block()
  changeCluster(village.server.services, 'cum-1', { areaId: 'xa-b' })
  await until(3, 12)
  cluster.link.heal()
  await until(5, 23)
  expect(told()).toEqual([
    'sang@02T06:00 heard',
    'sang@03T06:00 heard',
    'sang@04T06:00 heard',
    'xa-b@04T09:00 planNotHeld',
    'xa-b@05T09:00 heard',
    'xa-b@06T09:00 heard',
  ])
}, 120_000)

test('without power while its programme was changed: it held the plan and never said what came of it', async () => {
  const cluster = await begin('no power')
  await until(2, 12)
  cluster.powerCut()
  await until(3, 12)
  await put(village.server, 'sang', ['07:00'])
  await until(5, 12)
  await village.clock.during(cluster.start())
  await until(7, 23)
  expect(told()).toEqual([
    'sang@02T06:00 heard',
    'sang@03T06:00 heard',
    // Nobody can tell: it was gone, and the plan that said so was replaced before it came back.
    'sang@04T06:00 notReported',
    // What the new plan says of the past the board itself accounts for.
    'sang@05T07:00 tooLate',
    'sang@06T07:00 tooLate',
    'sang@07T07:00 heard',
    'sang@08T07:00 heard',
  ])
  expectEachOnce()
}, 120_000)

test('late truth wins: what was closed and then told after all stands once, as it was, and the closing is kept beside', async () => {
  const cluster = await begin('late truth')
  await until(2, 12)
  cluster.link.block()
  await until(20, 12)
  const closed = records().filter(({ reason }) => reason === 'notReported')
  expect(closed.length).toBeGreaterThan(4)
  expectTotals()
  cluster.link.heal()
  await until(20, 14)
  const closedIds = closed.map(({ occurrenceId }) => occurrenceId)
  const now = records().filter(({ occurrenceId }) => closedIds.includes(occurrenceId))
  expect(now.map(({ outcome }) => outcome)).toEqual(closed.map(() => 'heard'))
  expect(records().filter(({ reason }) => reason === 'notReported')).toEqual([])
  expectEachOnce()
  expectTotals()
  const kept = listReplacedClosings(village.server.services.database, 'cum-1')
  expect(kept.map(({ occurrenceId }) => occurrenceId).sort()).toEqual(closedIds.sort())
  expect(village.server.refusals()).toEqual([])
}, 120_000)

/** Of what is planned now, since the day after the start and until two days ago. */
function expectEachOnce(): void {
  const { services } = village.server
  const cluster = findCluster(services.database, 'cum-1')
  if (!cluster) throw new Error('the cluster is not there')
  const { plan } = currentPlans(services).planOf(cluster)
  const window = { from: START_AT, until: services.clock.now() - 2 * DAY_MS }
  const planned = listOccurrences(plan, { timeZone: TIME_ZONE, ...window }).map((one) => one.occurrenceId)
  const ids = records().map(({ occurrenceId }) => occurrenceId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(planned.filter((id) => !ids.includes(id))).toEqual([])
}
