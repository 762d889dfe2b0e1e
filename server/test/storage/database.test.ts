import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { openDatabase, query } from '../../src/storage/database.ts'
import { findDocument, findSealedBytes, replaceDocument } from '../../src/storage/documents.ts'
import { migrate, NEWEST_MIGRATION } from '../../src/storage/migrations/migrate.ts'
import { findAreaPath } from '../../src/storage/tree/area-tree.ts'
import { insertArea } from '../../src/storage/tree/areas.ts'
import { temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
afterAll(folder.remove)
const at = (name: string) => join(folder.path, name)
const NOW = 1_790_000_000_000

const area = (areaId: string, parentId: string | null = null, code: string | null = null) => ({
  areaId,
  parentId,
  code,
  name: areaId,
  settings: {},
  createdAt: NOW,
})
const document = (sealedAt: number) => ({
  topic: 'tl/v1/keys',
  type: 'keys' as const,
  documentId: 'keys',
  clusterId: null,
  kid: 'k',
  bodySha256: 'x',
  sealedAt,
  validUntil: null,
})

test('a file is migrated once, opened again, and keeps an acknowledged commit (WAL, synchronous FULL)', () => {
  openDatabase(at('a.sqlite'), NOW).close()
  openDatabase(at('a.sqlite'), NOW).close()
  const connection = new BetterSqlite(at('a.sqlite'))
  const [newest] = connection.prepare('SELECT max(number) FROM migrations').pluck().all()
  expect(newest).toBe(NEWEST_MIGRATION)
  expect(connection.pragma('journal_mode', { simple: true })).toBe('wal')
  connection.close()
})

test('a migration that another branch numbered in between is made up for', () => {
  const connection = new BetterSqlite(at('g.sqlite'))
  const step = (number: number) => ({ number, name: `step ${number}`, sql: `CREATE TABLE t${number} (x)` })
  migrate(connection, NOW, [step(1), step(3)])
  migrate(connection, NOW, [step(1), step(2), step(3)])
  const numbers = connection.prepare('SELECT number FROM migrations ORDER BY number').pluck().all()
  expect(numbers).toEqual([1, 2, 3])
  connection.close()
})

test('a file of a newer program is refused', () => {
  openDatabase(at('b.sqlite'), NOW).close()
  const connection = new BetterSqlite(at('b.sqlite'))
  connection.prepare('INSERT INTO migrations VALUES (99, ?, 0)').run('future')
  connection.close()
  expect(() => openDatabase(at('b.sqlite'), NOW)).toThrow(expect.objectContaining({ code: 'databaseNewer' }))
})

test('a revision is max(previous + 1, now), also when the clock runs backwards', () => {
  const database = openDatabase(at('c.sqlite'), NOW)
  const seal = (revision: number) => Buffer.from(String(revision))
  expect(replaceDocument(database, document(NOW + 0.7), seal)).toBe(NOW)
  expect(replaceDocument(database, document(NOW - 60_000), seal)).toBe(NOW + 1)
  expect(replaceDocument(database, document(NOW + 5_000), seal)).toBe(NOW + 5_000)
  expect(Buffer.from(findSealedBytes(database, 'tl/v1/keys') ?? []).toString()).toBe(String(NOW + 5_000))
  database.close()
})

test('a revision whose sealing fails is not taken', () => {
  const database = openDatabase(at('d.sqlite'), NOW)
  replaceDocument(database, document(NOW), () => Buffer.from('good'))
  const fail = () => {
    throw new Error('no key')
  }
  expect(() => replaceDocument(database, document(NOW + 9), fail)).toThrow('no key')
  expect(findDocument(database, 'tl/v1/keys')?.revision).toBe(NOW)
  database.close()
})

test('areas form a tree of any depth; codes are unique text, and a missing parent is refused', () => {
  const database = openDatabase(at('e.sqlite'), NOW)
  insertArea(database, area('tinh', null, '01'))
  insertArea(database, area('xa', 'tinh', '00123'))
  insertArea(database, area('thon', 'xa'))
  expect(findAreaPath(database, 'thon').map(({ areaId }) => areaId)).toEqual(['tinh', 'xa', 'thon'])
  expect(findAreaPath(database, 'xa').at(-1)?.code).toBe('00123')
  const refusalOf = (wanted: Parameters<typeof insertArea>[1], code: string) =>
    expect(() => insertArea(database, wanted)).toThrow(expect.objectContaining({ code }))
  refusalOf(area('xa-2', 'tinh', '00123'), 'alreadyExists')
  refusalOf(area('x', 'nowhere'), 'stillReferenced')
  database.close()
})

test('a transaction is all or nothing and may not wait', () => {
  const database = openDatabase(at('f.sqlite'), NOW)
  const insertTwice = () =>
    database.transaction(() => {
      insertArea(database, area('once'))
      insertArea(database, area('once'))
    })
  expect(insertTwice).toThrow(expect.objectContaining({ code: 'alreadyExists' }))
  expect(database.rows(query.selectFrom('areas').selectAll())).toEqual([])
  expect(() => database.transaction(() => Promise.resolve())).toThrow('must not wait')
  database.close()
})
