import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/storage/database.ts'
import { checkDatabaseCopy, copyDatabase } from '../../src/storage/snapshot.ts'
import { temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
const path = join(folder.path, 'server.sqlite')
const copy = join(folder.path, 'copy.sqlite')
afterAll(() => folder.remove())

test('a copy is of the instant at which it began, however much is written before it ends', async () => {
  openDatabase(path, 0).close()
  const writer = new BetterSqlite(path)
  writer.exec('CREATE TABLE rows (ballast BLOB)')
  const write = writer.prepare('INSERT INTO rows VALUES (randomblob(4000))')
  const count = (of: BetterSqlite.Database) => of.prepare('SELECT count(*) FROM rows').pluck().get()
  writer.transaction(() => {
    for (let index = 0; index < 5_000; index += 1) write.run()
  })()
  let parts = 0
  await copyDatabase(path, copy, () => {
    parts += 1
    if (parts > 50) throw new Error('it begins again and again')
    write.run()
  })
  expect(parts).toBeGreaterThan(2)
  expect(checkDatabaseCopy(copy).migration).toBeGreaterThan(0)
  const copied = new BetterSqlite(copy, { readonly: true })
  expect(count(copied)).toBe(5_000)
  expect(count(writer)).toBe(5_000 + parts)
  copied.close()
  writer.close()
})
