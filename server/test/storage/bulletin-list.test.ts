import type { BulletinCategory } from '@tieng-lang/protocol'
import { BULLETIN_CATEGORIES } from '@tieng-lang/protocol'
import { beforeAll, expect, test } from 'vitest'
import { type BulletinFilter, listBulletins, pageQuery } from '../../src/storage/bulletins/bulletin-list.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { folded } from '../../src/storage/search-text.ts'
import { insertArea } from '../../src/storage/tree/areas.ts'
import { addSample } from '../broadcasting/bulletins/sample-bulletin.ts'

const BULLETINS = 20_000

let database: Database

beforeAll(() => {
  database = openDatabase(':memory:', 0)
  for (const areaId of ['xa-a', 'xa-b'])
    insertArea(database, { areaId, parentId: null, code: null, name: areaId, settings: {}, createdAt: 0 })
  database.transaction(() => {
    for (let index = 0; index < BULLETINS; index += 1)
      addSample(database, {
        bulletinId: `bt-${index}`,
        areaId: index % 2 === 0 ? 'xa-a' : 'xa-b',
        title: index === 17 ? 'Lễ hội Đền Gióng' : `Thông báo số ${index} của ủy ban`,
        category: BULLETIN_CATEGORIES[index % 10] as BulletinCategory,
        createdAt: 1_000 + Math.floor(index / 3),
      })
  })
})

test.each<[string, Partial<BulletinFilter>, number]>([
  ['nothing', {}, 51],
  ['a word that only the oldest has', { text: 'den giong' }, 1],
  ['words that nobody has', { text: 'khong co ai' }, 0],
  ['an area', { areaIds: ['xa-b'] }, 51],
  ['a state that none has', { state: 'withdrawn' }, 0],
  [
    'everything at once',
    { text: 'thong bao', areaIds: ['xa-a'], category: 'news', state: 'draft', language: 'vi' },
    51,
  ],
  ['a page in the middle', { after: { createdAt: 4_000, bulletinId: 'bt-9000' } }, 51],
])('20,000 bulletins filtered by %s: a page reads its index and sorts nothing', (_, filter, count) => {
  const wanted = { areaIds: null, countMax: 51, ...filter }
  expect(listBulletins(database, wanted)).toHaveLength(count)
  const { sql, ...rest } = pageQuery(wanted).compile()
  const plan = database.rows<{ detail: string }>({
    compile: () => ({ ...rest, sql: `EXPLAIN QUERY PLAN ${sql}` }),
  })
  const details = plan.map(({ detail }) => detail).join()
  expect(details).toContain('USING COVERING INDEX bulletinsForLists')
  expect(details).not.toMatch(/TEMP B-TREE FOR ORDER/)
})

test('words are matched without marks, in whatever form they are written', () => {
  for (const text of ['Đền', 'ĐỀN', 'đền'.normalize('NFD'), 'gióng lễ', 'GIONG'])
    expect(listBulletins(database, { areaIds: null, countMax: 10, text })).toHaveLength(1)
  expect(folded('  Ủy ban\tnhân dân  XÃ Đông '.normalize('NFD'))).toBe('uy ban nhan dan xa dong')
})

test('pages follow one another without a gap, also where many began at the same instant', () => {
  const seen: string[] = []
  let after: BulletinFilter['after']
  do {
    const page = listBulletins(database, { areaIds: null, countMax: 999, ...(after && { after }) })
    seen.push(...page.map(({ bulletinId }) => bulletinId))
    after = page.at(-1)
  } while (after)
  expect(new Set(seen).size).toBe(BULLETINS)
  expect(seen).toHaveLength(BULLETINS)
})
