import { renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemChance } from '@tieng-lang/protocol/node'
import { afterAll, expect, test } from 'vitest'
import { openServerKeys } from '../../src/access/server-keys.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { listServerKeys } from '../../src/storage/trust/server-keys.ts'
import { temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
const database = openDatabase(join(folder.path, 'server.sqlite'), 0)
afterAll(() => {
  database.close()
  folder.remove()
})
const open = () => openServerKeys(database, { dataDir: folder.path, chance: systemChance, now: 0 })
const path = join(folder.path, 'keys.json')

test('keys are made once, private halves readable by the owner only and never in the database', async () => {
  const first = await open()
  expect((await open()).root).toEqual(first.root)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(listServerKeys(database).map(({ purpose }) => purpose)).toEqual(['root', 'command'])
  expect(first.keySet.keys.map(({ types }) => types.includes('keys'))).toEqual([false])
})

test('a lost or foreign key file stops the start: new keys would silently lose every cluster', async () => {
  renameSync(path, `${path}.away`)
  await expect(open()).rejects.toMatchObject({ code: 'keysLost' })
  const other = temporaryFolder()
  const otherDatabase = openDatabase(join(other.path, 'server.sqlite'), 0)
  await openServerKeys(otherDatabase, { dataDir: other.path, chance: systemChance, now: 0 })
  otherDatabase.close()
  renameSync(join(other.path, 'keys.json'), path)
  await expect(open()).rejects.toMatchObject({ code: 'keysLost' })
  rmSync(path)
  renameSync(`${path}.away`, path)
  expect((await open()).root.kid).toBeTypeOf('string')
  other.remove()
})
