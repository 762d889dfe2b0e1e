import type { AuditEntry, Page } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordAct } from '../../src/access/audit.ts'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea, LOCAL } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let everywhere: ReturnType<typeof signIn>
let ofA: ReturnType<typeof signIn>

beforeAll(async () => {
  server = await runServer(folder.path)
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh' })
  for (const areaId of ['xa-a', 'xa-b']) addArea(services, { areaId, parentId: 'tinh', name: areaId })
  addArea(services, { areaId: 'thon-a', parentId: 'xa-a', name: 'Thôn' })
  everywhere = signIn(server, 'thanh-tra', [['auditor', null]])
  ofA = signIn(server, 'thanh-tra-a', [['auditor', 'xa-a']])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

let at = 0
function record(act: string, areaIds: string[], operatorId: string | null = null): void {
  at += 1
  const by = { ...LOCAL, operatorId }
  recordAct(server.services.database, { at, by, act, areaIds, subject: `${act}-${at}` })
}

async function read(asker: typeof ofA, asked: Record<string, string> = {}): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = []
  let before: string | null = ''
  while (before !== null) {
    const search: URLSearchParams = new URLSearchParams({ ...asked, ...(before !== '' && { before }) })
    const answer: { status: number; body: Page<AuditEntry> } = await asker('GET', `/audit-entries?${search}`)
    expect(answer.status).toBe(200)
    entries.push(...answer.body.items)
    before = answer.body.next
  }
  return entries
}
const acts = (entries: AuditEntry[]) => entries.map(({ act }) => act).filter((act) => act.startsWith('thu.'))

test('an auditor reads what was done in their areas and below, the newest first, and nothing else', async () => {
  record('thu.trong-xa', ['xa-a'])
  record('thu.trong-thon', ['thon-a'])
  record('thu.noi-khac', ['xa-b'])
  record('thu.ca-hai', ['xa-b', 'thon-a'])
  record('thu.o-tren', ['tinh'])
  record('thu.moi-noi', [])
  expect(acts(await read(ofA))).toEqual(['thu.ca-hai', 'thu.trong-thon', 'thu.trong-xa'])
  expect(acts(await read(ofA, { areaId: 'xa-b' }))).toEqual([])
  expect(acts(await read(ofA, { areaId: 'thon-a' }))).toEqual(['thu.ca-hai', 'thu.trong-thon'])
  expect(acts(await read(ofA, { areaId: 'tinh' }))).toEqual(['thu.ca-hai', 'thu.trong-thon', 'thu.trong-xa'])
  expect(acts(await read(everywhere))).toHaveLength(6)
  expect(acts(await read(everywhere, { areaId: 'xa-b' }))).toEqual(['thu.ca-hai', 'thu.noi-khac'])
})

test('pages hold every entry once, whatever they are filtered by', async () => {
  for (let number = 0; number < 60; number += 1)
    record(
      `thu.${number % 3 === 0 ? 'ba' : 'khac'}`,
      number % 2 === 0 ? ['xa-a'] : ['xa-b'],
      `n-${number % 5}`,
    )
  const byAct = await read(ofA, { act: 'thu.ba', count: '3' })
  expect(byAct).toHaveLength(10)
  const byPerson = await read(everywhere, { operatorId: 'n-2', count: '5' })
  expect(byPerson).toHaveLength(12)
  const byBoth = await read(everywhere, { operatorId: 'n-0', act: 'thu.ba', areaId: 'tinh', count: '1' })
  expect(byBoth).toHaveLength(4)
  for (const entries of [byAct, byPerson, byBoth]) {
    const numbers = entries.map(({ auditId }) => auditId)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => b - a))
  }
})

test('an entry says who, from where, what and on what', async () => {
  const { body } = await everywhere<Page<AuditEntry>>('GET', '/audit-entries?act=area.add&count=1')
  expect(body.items).toMatchObject([
    { operatorId: null, operatorName: 'test', address: 'local', act: 'area.add', subject: 'thon-a' },
  ])
})

test('nothing changes or removes an entry, not even a statement', () => {
  const { database } = server.services
  expect(() => database.run(query.updateTable('auditEntries').set({ act: 'x' }))).toThrow('append-only')
  expect(() => database.run(query.deleteFrom('auditEntries'))).toThrow('append-only')
  const entry = database.row(query.selectFrom('auditEntries').selectAll().limit(1))
  if (!entry) throw new Error('no entry')
  const forged = query.replaceInto('auditEntries').values({ ...entry, operatorName: 'Người khác' })
  expect(() => database.run(forged)).toThrow('append-only')
  expect(() => database.run(query.updateTable('auditEntryAreas').set({ areaId: 'xa-b' }))).toThrow(
    'append-only',
  )
  expect(() => database.run(query.deleteFrom('auditEntryAreas'))).toThrow('append-only')
})

test('an act that fails leaves no entry', () => {
  const { database } = server.services
  const count = () => database.rows(query.selectFrom('auditEntries').select('auditId')).length
  const before = count()
  expect(() =>
    database.transaction(() => {
      record('thu.hong', ['xa-a'])
      throw new Error('the act itself')
    }),
  ).toThrow('the act itself')
  expect(count()).toBe(before)
})
