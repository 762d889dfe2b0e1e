import { MINUTE_MS, type OverviewAnswer, type Plan, type Receipts, type Update } from '@tieng-lang/protocol'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/access/principal.ts'
import type { RunningServer } from '../../src/app.ts'
import { commandClusters } from '../../src/broadcasting/commands/cluster-commands.ts'
import { stopBroadcast } from '../../src/broadcasting/commands/stop-broadcast.ts'
import { query } from '../../src/storage/database.ts'
import { listPlayouts } from '../../src/storage/playouts/playouts.ts'
import { listRefusals } from '../../src/storage/reports/refusal-counters.ts'
import { areaTree } from '../../src/storage/tree/area-tree.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea, addCluster } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let board: TestBoard
const lan: Principal = { operatorId: null, name: 'Lan', grants: [], address: 'local' }

/** SQLite itself refuses every write of this connection, as it does on a full disk. */
function refuseWrites(isRefusing: boolean): void {
  const pragma = CompiledQuery.raw(`PRAGMA query_only = ${isRefusing ? 'ON' : 'OFF'}`)
  server.services.database.run({ compile: () => pragma })
}

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addCluster(server.services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
  board = await enrolBoard(server, 'c-1')
})
afterAll(async () => {
  await board.stop()
  await server.stop()
  folder.remove()
})

test('a stop goes out and is answered although nothing can be written; what waits is written later', async () => {
  const { services } = server
  refuseWrites(true)
  const place = { areaId: 'xa-a' }
  const stop = { place, broadcastId: 'ct-1@2026-12-01T05:00', requestId: 'yeu-cau-1' }
  expect(await stopBroadcast(services, stop, lan)).toMatchObject([
    { clusterId: 'c-1', outcome: 'acknowledged' },
  ])
  expect(board.commands.at(-1)?.name).toBe('stop')
  const next = { place, body: { name: 'next' }, requestId: 'yeu-cau-2' } as const
  await expect(commandClusters(services, next, lan)).rejects.toMatchObject({ code: 'storageFailed' })

  await board.send(board.nextRecord())
  await new Promise<void>((resolve) => services.clock.after(500, resolve))
  refuseWrites(false)
  await board.document<Receipts>('receipts', ({ storedThrough }) => storedThrough === 1)
  expect(listPlayouts(services.database, { clusterId: 'c-1', countMax: 10 })).toHaveLength(1)
  // The cluster heard the command; one that was away learns of the stop all the same, once it can be written.
  await board.document<Plan>('plan', ({ stopped }) => stopped[0]?.broadcastId === stop.broadcastId)
  const codes = await eventually(
    () => listRefusals(services.database).map(({ code }) => code),
    (counted) => counted.includes('stopNotRecorded'),
  )
  expect(codes).toEqual(expect.arrayContaining(['commandNotRecorded', 'storageFailed']))
})

test('whoever is signed in stops what sounds, although it cannot be noted that they were seen', async () => {
  const { database, clock } = server.services
  const may = signIn(server, 'may', [['operator', 'xa-a']])
  const lastSeenAt = clock.now() - 10 * MINUTE_MS
  database.run(query.updateTable('sessions').set({ lastSeenAt }))
  const stop = { place: { areaId: 'xa-a' }, broadcastId: 'ct-2@2026-12-01T05:00', requestId: 'yeu-cau-3' }
  refuseWrites(true)
  try {
    expect(await may('POST', '/stops', { body: stop })).toMatchObject({
      status: 200,
      body: { lines: [{ clusterId: 'c-1', outcome: 'acknowledged' }] },
    })
  } finally {
    refuseWrites(false)
  }
})

/** SQLite may take no page more: it says that the disk is full (SQLITE_FULL), as soon as it needs one. */
function limitPages(pagesMax: number): void {
  const pragma = CompiledQuery.raw(`PRAGMA max_page_count = ${pagesMax}`)
  server.services.database.row({ compile: () => pragma })
}
const PAGES_MAX = 1_073_741_823
const AREAS_MAX = 500

test('a full disk: changes are refused with its code, open pages say so, and it recovers by itself', async () => {
  const tam = signIn(server, 'tam', [['administrator', null]])
  const told: Update[] = []
  const stopListening = server.services.updates.listen(({ update }) => told.push(update))
  const shown = async () => (await tam<OverviewAnswer>('GET', '/overview')).body.storage
  const add = (number: number) =>
    tam<{ code?: string }>('POST', '/areas', {
      body: { areaId: `thon-${number}`, parentId: 'xa-a', name: `Thôn ${number} ${'dài '.repeat(40)}` },
    })
  expect(await shown()).toBe('working')
  limitPages(1)
  let added = 0
  let refused: Awaited<ReturnType<typeof add>> | undefined
  for (; added < AREAS_MAX && !refused; added += 1) {
    const answer = await add(added)
    if (answer.status !== 201) refused = answer
  }
  expect(refused).toMatchObject({ status: 507, body: { code: 'storageFull' } })
  expect(told).toContainEqual({ kind: 'storage', state: 'full' })

  limitPages(PAGES_MAX)
  expect(await add(AREAS_MAX)).toMatchObject({ status: 201 })
  expect(await shown()).toBe('working')
  expect(told.findLast(({ kind }) => kind === 'storage')).toEqual({ kind: 'storage', state: 'working' })
  const stored = areaTree(server.services.database)
    .all()
    .filter(({ areaId }) => areaId.startsWith('thon-'))
  expect(stored).toHaveLength(added)
  stopListening()
})
