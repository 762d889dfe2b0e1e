import { CompiledQuery } from 'kysely'
import type { Database } from '../../../server/src/storage/database.ts'

/** So many of the newest rows are kept, so that pages are freed and written again. */
const KEPT = 300

/** What the process beside commits, and how it is found again. */
export function makeTables(database: Database): void {
  run(
    database,
    'CREATE TABLE commits (number INTEGER PRIMARY KEY, payload BLOB NOT NULL, word TEXT NOT NULL)',
  )
  run(database, 'CREATE INDEX commits_by_word ON commits (word)')
  run(database, 'CREATE TABLE newest (number INTEGER NOT NULL)')
  run(database, 'INSERT INTO newest VALUES (0)')
}

/** One transaction of several pages: all of it is there afterwards, or nothing. */
export function commit(database: Database, number: number): void {
  database.transaction(() => {
    run(database, 'INSERT INTO commits VALUES (?, ?, ?)', number, payloadOf(number), wordOf(number))
    run(database, 'UPDATE newest SET number = ?', number)
    run(database, 'DELETE FROM commits WHERE number <= ?', number - KEPT)
  })
}

/** What is wrong with a database in which commits up to `acknowledged` were promised; undefined where nothing is. */
export function wrongWith(database: Database, acknowledged: number): string | undefined {
  const [integrity] = all<{ integrity_check: string }>(database, 'PRAGMA integrity_check')
  if (integrity?.integrity_check !== 'ok') return `integrity_check: ${integrity?.integrity_check}`
  const newest = all<{ number: number }>(database, 'SELECT number FROM newest')[0]?.number ?? 0
  if (newest < acknowledged) return `commit ${acknowledged} was acknowledged, ${newest} is the newest`
  const rows = all<{ number: number; payload: Buffer; word: string }>(
    database,
    'SELECT number, payload, word FROM commits ORDER BY number',
  )
  const expected = Array.from({ length: Math.min(KEPT, newest) }, (_, back) => newest - back).reverse()
  if (rows.map(({ number }) => number).join() !== expected.join()) return `rows are not those up to ${newest}`
  const damaged = rows.find(
    ({ number, payload, word }) => word !== wordOf(number) || !payload.equals(payloadOf(number)),
  )
  return damaged && `commit ${damaged.number} holds something else`
}

/** 2 is FULL, 1 is NORMAL. */
export function synchronousOf(database: Database): number {
  return all<{ synchronous: number }>(database, 'PRAGMA synchronous')[0]?.synchronous ?? 0
}

export function run(database: Database, sql: string, ...parameters: unknown[]): void {
  database.run({ compile: () => CompiledQuery.raw(sql, parameters) })
}

function all<Row>(database: Database, sql: string): Row[] {
  return database.rows<Row>({ compile: () => CompiledQuery.raw(sql) as CompiledQuery<Row> })
}

function payloadOf(number: number): Buffer {
  return Buffer.alloc(200 + ((number * 7_919) % 12_000), `commit ${number} `)
}

function wordOf(number: number): string {
  return `${(number * 2_654_435_761) % 1_000_003}`
}
