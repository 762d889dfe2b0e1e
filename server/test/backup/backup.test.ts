import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditEntry, BackupsAnswer, Page } from '@tieng-lang/protocol'
import { AdminClient, systemClock } from '@tieng-lang/protocol/node'
import BetterSqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { audioPath, readFileList, readManifest } from '../../src/backup/manifest.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { addArea } from '../tree.ts'
import { addAudio, backUp, placeOf } from './backed-up-server.ts'

const folder = temporaryFolder()
const elsewhere = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addAudio(server, 'bt-1', 'one')
})
afterAll(async () => {
  await server.stop()
  folder.remove()
  elsewhere.remove()
})

/** Two rows that are always changed together: a copy that is not of one instant shows them different. */
function startChanging(): { stop(): number } {
  const writer = new BetterSqlite(join(folder.path, 'server.sqlite'))
  writer.exec(
    'CREATE TABLE IF NOT EXISTS pairs (id INTEGER PRIMARY KEY, left INTEGER, right INTEGER, ballast BLOB)',
  )
  const change = writer.prepare('INSERT INTO pairs (left, right, ballast) VALUES (?, ?, randomblob(20000))')
  let count = 0
  let timer = setTimeout(again, 0)
  function again() {
    for (let each = 0; each < 5; each += 1) {
      count += 1
      writer.transaction(() => {
        change.run(count, -count)
        change.run(-count, count)
      })()
    }
    timer = setTimeout(again, 1)
  }
  return {
    stop: () => {
      clearTimeout(timer)
      writer.close()
      return count
    },
  }
}

test('a backup under load is of one instant, whole, and holds what an empty machine needs', async () => {
  const changing = startChanging()
  // What a life that ended in the middle of a write left behind.
  writeFileSync(join(folder.path, '.tmp-a1b2c3'), '')
  await new Promise((resolve) => setTimeout(resolve, 300))
  const beganAt = systemClock.now()
  const place = placeOf(await backUp(server, elsewhere.path))
  const written = changing.stop()
  const manifest = readManifest(place)
  const { files, audioMissing } = readFileList(place, manifest)
  expect(manifest.takenAt).toBeGreaterThanOrEqual(beganAt)
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['server.sqlite', 'keys.json', 'ports.json']),
  )
  expect(files.filter(({ path }) => path.includes('tmp') || path.includes('sock'))).toEqual([])
  expect(audioMissing).toEqual([])
  const copy = new BetterSqlite(join(place, 'server.sqlite'), { readonly: true })
  const { count, sum } = copy.prepare('SELECT count(*) count, sum(left) sum FROM pairs').get() as {
    count: number
    sum: number
  }
  copy.close()
  expect(sum).toBe(0)
  expect(count).toBeGreaterThan(0)
  expect(count).toBeLessThan(written * 2)
})

test('it is its owner’s alone: the keys are in it', async () => {
  const place = placeOf(await backUp(server))
  const modeOf = (path: string) => statSync(join(place, path)).mode & 0o777
  expect(modeOf('.')).toBe(0o700)
  expect(modeOf('..')).toBe(0o700)
  expect(modeOf('media')).toBe(0o700)
  for (const path of ['server.sqlite', 'keys.json', 'manifest.json', 'files.json'])
    expect(modeOf(path)).toBe(0o600)
})

test('audio takes room once, however many backups there are; damaged audio is named, not taken', async () => {
  const good = addAudio(server, 'bt-2', 'two')
  const bad = addAudio(server, 'bt-3', 'three')
  writeFileSync(server.services.media.pathOf(bad), 'thr33')
  const first = await backUp(server)
  expect(first.made).toMatchObject({ audioCount: 2, audioMissingCount: 1 })
  const second = placeOf(await backUp(server))
  expect(readFileList(second, readManifest(second)).audioMissing).toEqual([bad])
  const inode = statSync(join(second, audioPath(good))).ino
  expect(statSync(join(placeOf(first), audioPath(good))).ino).toBe(inode)
  expect(statSync(server.services.media.pathOf(good)).ino).toBe(inode)
})

test('a backup lies beside the others, none in another; what was left unfinished goes', async () => {
  const backups = join(folder.path, 'backups')
  const dead = join(backups, '2026-01-01T00-00-00-000Z.unfinished')
  writeFileSync(dead, '')
  const place = placeOf(await backUp(server))
  expect(readdirSync(backups)).not.toContain('2026-01-01T00-00-00-000Z.unfinished')
  expect(
    readFileList(place, readManifest(place)).files.filter(({ path }) => path.startsWith('backups')),
  ).toEqual([])
})

test('it is recorded, told to whoever asks, and only one is made at a time', async () => {
  const client = new AdminClient(server.adminSocket, 'Lan')
  const asked = [client.post<BackupsAnswer>('/api/v1/backups', {}), client.post('/api/v1/backups', {})]
  const [first, second] = await Promise.allSettled(asked)
  expect(first).toMatchObject({ status: 'fulfilled', value: { underWay: { by: 'Lan', step: 'database' } } })
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'backupUnderWay' } })
  await client.remove('/api/v1/backups/under-way').catch(() => {})
  const answer = await client.get<BackupsAnswer>('/api/v1/backups')
  expect(answer.underWay).toBeNull()
  expect(answer.nextAt).toBeGreaterThan(systemClock.now())
  expect(answer.disk.databaseBytes).toBeGreaterThan(0)
  const { items } = await client.get<Page<AuditEntry>>('/api/v1/audit-entries?act=backup.make')
  expect(items[0]).toMatchObject({ operatorName: 'Lan', detail: { folder: join(folder.path, 'backups') } })
})

test('older ones go by rule, but never those of another server', async () => {
  const { backups } = server.services
  const newest = placeOf(await backUp(server))
  const manifest = readManifest(newest)
  const old = (day: number, change: object) => {
    const name = `2020-01-0${day}T00-00-00-000Z`
    mkdirSync(join(backups.folder(), name))
    const takenAt = Date.parse(`2020-01-0${day}`)
    writeFileSync(
      join(backups.folder(), name, 'manifest.json'),
      JSON.stringify({ ...manifest, takenAt, ...change }),
    )
    return name
  }
  server.services.config.backup.dailyKeptCount = 2
  server.services.config.backup.weeklyKeptCount = 0
  const [gone, kept, foreign] = [old(1, {}), old(2, {}), old(3, { rootKid: 'another' })]
  await backUp(server)
  expect(readdirSync(backups.folder())).toEqual(expect.arrayContaining([kept, foreign]))
  expect(readdirSync(backups.folder())).not.toContain(gone)
})

test('a backup that is given up, or finds no room, leaves nothing', async () => {
  const { backups, config } = server.services
  mkdirSync(backups.folder(), { recursive: true })
  const before = readdirSync(backups.folder())
  const { end } = backups.start({ by: 'test' })
  await backups.cancel()
  await expect(end).rejects.toMatchObject({ code: 'aborted' })
  expect(readdirSync(backups.folder())).toEqual(before)
  config.limits.diskFreeBytesMin = Number.MAX_SAFE_INTEGER
  await expect(backups.start({ by: 'test' }).end).rejects.toMatchObject({ code: 'storageFull' })
  config.limits.diskFreeBytesMin = 0
  expect(readdirSync(backups.folder())).toEqual(before)
})

test('the keys are read back as they were', async () => {
  const place = placeOf(await backUp(server))
  expect(readFileSync(join(place, 'keys.json'))).toEqual(readFileSync(join(folder.path, 'keys.json')))
  rmSync(place, { recursive: true })
})
