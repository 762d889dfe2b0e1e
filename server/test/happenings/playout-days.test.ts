import { get } from 'node:http'
import {
  compileShape,
  type Page,
  PLAYOUT_REASONS,
  PlayoutDay,
  type PlayoutLineAnswer,
  type PlayoutRecord,
} from '@tieng-lang/protocol'
import { AdminClient } from '@tieng-lang/protocol/node'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { DayFilling } from '../../src/broadcasting/playouts/day-filling.ts'
import { query } from '../../src/storage/database.ts'
import { insertPlayout } from '../../src/storage/playouts/playouts.ts'
import { recordOf } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster } from '../tree.ts'

const folder = temporaryFolder()
const RECORDS = 400
const CLUSTERS = ['c-1', 'c-2', 'c-3']
const FIRST_AT = Date.parse('2026-09-20T16:30:00Z')
let server: RunningServer
let client: AdminClient

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addArea(server.services, { areaId: 'xa-b', name: 'Xã B' })
  for (const clusterId of CLUSTERS) {
    const areaId = clusterId === 'c-3' ? 'xa-b' : 'xa-a'
    addCluster(server.services, { clusterId, areaId, name: `Cụm ${clusterId}` })
  }
  client = new AdminClient(server.adminSocket, 'Lan')
  server.services.database.transaction(() => {
    for (const record of records) store(record)
  })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** Three days of chance, around midnights of Viet Nam (UTC+7). */
const randomRecord = fc.record({
  clusterId: fc.constantFrom(...CLUSTERS),
  offsetMs: fc.integer({ min: 0, max: 3 * 86_400_000 }),
  outcome: fc.constantFrom('heard' as const, 'partlyHeard' as const, 'notHeard' as const),
  reason: fc.constantFrom(...PLAYOUT_REASONS),
  askedMs: fc.integer({ min: 0, max: 600_000 }),
  heardPart: fc.double({ min: 0, max: 1, noNaN: true }),
})
const records: PlayoutRecord[] = fc
  .sample(randomRecord, { numRuns: RECORDS, seed: 7 })
  .map(({ clusterId, offsetMs, outcome, reason, askedMs, heardPart }, index) => ({
    ...recordOf(clusterId, index + 1, null),
    occurrenceId: `ct-1@2026-09-21T05:00/muc-1/${index + 1}`,
    dueAt: FIRST_AT + offsetMs,
    outcome,
    reason: outcome === 'heard' ? null : reason,
    askedMs,
    heardMs: outcome === 'notHeard' ? 0 : Math.round(askedMs * heardPart),
  }))

const dateOf = (dueAt: number) => new Date(dueAt + 7 * 3_600_000).toISOString().slice(0, 10)

function store(record: PlayoutRecord): void {
  const { clusterId } = record
  insertPlayout(server.services.database, {
    ...{ record, clusterId, deviceKid: 'kid', sealed: new Uint8Array(10), sealedSha256: 'x', storedAt: 1 },
    ...{ title: '=1+1', programmeName: 'Bản tin; sáng', date: dateOf(record.dueAt) },
  })
}

function recount(): PlayoutDay[] {
  const days = new Map<string, PlayoutDay>()
  for (const { clusterId, dueAt, outcome, reason, askedMs, heardMs } of records) {
    const date = dateOf(dueAt)
    const day = days.get(`${date} ${clusterId}`) ?? {
      ...{ clusterId, date, plannedCount: 0, heardCount: 0, partlyHeardCount: 0, notHeardCount: 0 },
      ...{ askedMs: 0, heardMs: 0, reasons: {} },
    }
    day.plannedCount += 1
    day[`${outcome}Count`] += 1
    day.askedMs += askedMs
    day.heardMs += heardMs
    if (reason !== null) day.reasons[reason] = (day.reasons[reason] ?? 0) + 1
    days.set(`${date} ${clusterId}`, day)
  }
  return [...days.keys()].sort().flatMap((key) => days.get(key) ?? [])
}

const SPAN = 'from=2026-09-01&until=2026-09-30'
const daysNow = (more = '') => client.get<PlayoutDay[]>(`/api/v1/playout-days?${SPAN}${more}`)

test('day totals equal a recount over random records, by the local date of the cluster', async () => {
  const days = await daysNow()
  expect(days).toEqual(recount())
  for (const day of days) expect(compileShape(PlayoutDay).explain(day)).toBe('')
  expect(await daysNow('&areaId=xa-b')).toEqual(recount().filter(({ clusterId }) => clusterId === 'c-3'))
  expect(await daysNow('&clusterId=c-1')).toEqual(recount().filter(({ clusterId }) => clusterId === 'c-1'))
})

test('records of before are counted a few at a time, each once, also when it is done twice', async () => {
  const { database } = server.services
  const unset = { date: null, title: null, programmeName: null }
  database.run(query.updateTable('playouts').set(unset).where('clusterId', '!=', 'c-2'))
  database.run(query.deleteFrom('playoutDays').where('clusterId', '!=', 'c-2'))
  const fillings = [new DayFilling(server.services), new DayFilling(server.services)]
  for (const filling of fillings) filling.start()
  const undated = query.selectFrom('playouts').select('sequence').where('date', 'is', null).limit(1)
  await eventually(
    () => database.rows(undated).length,
    (count) => count === 0,
  )
  for (const filling of fillings) filling.stop()
  expect(await daysNow()).toEqual(recount())
})

test('the log is read page by page, each record once, the newest first', async () => {
  const read: PlayoutLineAnswer[] = []
  let after: string | null = ''
  while (after !== null) {
    const from: string = after === '' ? '' : `&after=${after}`
    const page: Page<PlayoutLineAnswer> = await client.get(
      `/api/v1/playouts?areaId=xa-a&date=2026-09-21&count=7${from}`,
    )
    read.push(...page.items)
    after = page.next
  }
  const wanted = records.filter(
    ({ clusterId, dueAt }) => clusterId !== 'c-3' && dateOf(dueAt) === '2026-09-21',
  )
  expect(new Set(read.map(({ occurrenceId }) => occurrenceId)).size).toBe(read.length)
  expect(read.map(({ dueAt }) => dueAt)).toEqual(wanted.map(({ dueAt }) => dueAt).sort((a, b) => b - a))
  const unheard = await client.get<Page<PlayoutLineAnswer>>(
    '/api/v1/playouts?clusterId=c-2&outcome=notHeard&count=1000',
  )
  expect(unheard.items.length).toBe(
    records.filter(({ clusterId, outcome }) => clusterId === 'c-2' && outcome === 'notHeard').length,
  )
  await expect(client.get('/api/v1/playouts?after=xyz')).rejects.toMatchObject({ code: 'badRequest' })
})

test('the spreadsheet has a line a record, and nothing in it is a formula', async () => {
  const text = await new Promise<string>((resolve, reject) => {
    const asked = { socketPath: server.adminSocket, path: `/api/v1/playouts.csv?${SPAN}` }
    get(asked, (answer) => {
      expect(answer.headers['content-type']).toContain('text/csv')
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    }).on('error', reject)
  })
  expect(text.startsWith('\ufeffNgày')).toBe(true)
  const lines = text.trim().split('\r\n')
  expect(lines).toHaveLength(RECORDS + 1)
  expect(lines.filter((line) => line.includes("'=1+1")).length).toBeGreaterThan(0)
  expect(text).not.toMatch(/(^|;)=/m)
  expect(lines.some((line) => line.includes('"Bản tin; sáng"'))).toBe(true)
})
