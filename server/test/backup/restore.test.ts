import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { topicOf } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import BetterSqlite from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { audioPath, MANIFEST_FILE, readManifest } from '../../src/backup/manifest.ts'
import { type RestoreOrder, restoreBackup } from '../../src/backup/restore-backup.ts'
import { issueEnrolmentCode } from '../../src/broadcasting/enrolment.ts'
import { backup } from '../../src/cli/machine/backup.ts'
import { restore } from '../../src/cli/machine/restore.ts'
import { findDocument } from '../../src/storage/documents.ts'
import { Visitor } from '../access/visitor.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster, LOCAL } from '../tree.ts'
import { addAudio, backUp, placeOf } from './backed-up-server.ts'

const folder = temporaryFolder()
const elsewhere = temporaryFolder()
const dataDir = join(folder.path, 'data')
/** A backup that no test changes. */
let place: string
let sha256: string
let revisionBefore: number
const PLAN = topicOf('plan', { clusterId: 'cum-a' })

beforeAll(async () => {
  const server = await runServer(dataDir)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addCluster(server.services, { clusterId: 'cum-a', areaId: 'xa-a', name: 'Cụm A' })
  sha256 = addAudio(server, 'bt-1', 'one')
  issueEnrolmentCode(server.services, { clusterId: 'cum-a', validMs: 60_000 }, LOCAL)
  place = placeOf(await backUp(server, join(folder.path, 'backups')))
  revisionBefore = findDocument(server.services.database, PLAN)?.revision ?? 0
  await server.stop()
}, 60_000)
afterAll(() => {
  folder.remove()
  elsewhere.remove()
})

let target: string
let damaged: string
beforeEach(() => {
  target = join(elsewhere.path, 'target')
  damaged = join(elsewhere.path, 'damaged')
  for (const path of [target, damaged]) rmSync(path, { recursive: true, force: true })
  cpSync(place, damaged, { recursive: true })
})

function order(from: string, change: Partial<RestoreOrder> = {}): RestoreOrder {
  const now = systemClock.now()
  return {
    from,
    dataDir: target,
    now,
    operator: 'root',
    isDamagedAudioLeftOut: false,
    onPart: () => {},
    ...change,
  }
}

test('a server goes on from it: its keys, its audio, documents above all that clusters may hold, nobody signed in', async () => {
  // One was broken off before.
  mkdirSync(join(target, 'restoring'), { recursive: true })
  writeFileSync(join(target, 'restoring', 'server.sqlite'), 'half')
  restoreBackup(order(place))
  expect(statSync(join(target, 'keys.json')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(target, audioPath(sha256)), 'utf8')).toBe('one')
  // The new machine's clock is an hour behind the old one's.
  const clock = { ...systemClock, now: () => systemClock.now() - 3_600_000 }
  const server = await runServer(target, { clock })
  const { database } = server.services
  expect(findDocument(database, PLAN)?.revision).toBeGreaterThan(revisionBefore + 10 * 60_000)
  expect(findDocument(database, 'tl/v1/keys')?.bodySha256).not.toBe('')
  await server.stop()
  const file = new BetterSqlite(join(target, 'server.sqlite'), { readonly: true })
  const count = (table: string) => file.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect([count('sessions'), count('enrolmentCodes')]).toEqual([0, 0])
  expect(
    file.prepare("SELECT operatorName FROM auditEntries WHERE act = 'backup.restore'").pluck().all(),
  ).toEqual(['root'])
  file.close()
})

test('a folder that holds anything, or a backup of a newer program, is refused', () => {
  mkdirSync(target)
  writeFileSync(join(target, 'x'), '')
  expect(() => restoreBackup(order(place))).toThrow(expect.objectContaining({ code: 'folderNotEmpty' }))
  rmSync(target, { recursive: true })
  const manifest = { ...readManifest(damaged), migration: 9_999 }
  writeFileSync(join(damaged, MANIFEST_FILE), JSON.stringify(manifest))
  expect(() => restoreBackup(order(damaged))).toThrow(expect.objectContaining({ code: 'databaseNewer' }))
  expect(() => restoreBackup(order(elsewhere.path))).toThrow(
    expect.objectContaining({ code: 'backupUnreadable' }),
  )
})

test.each(['server.sqlite', 'keys.json', 'ports.json', 'files.json'])(
  'one changed byte of %s is found, and nothing is left',
  (path) => {
    const bytes = readFileSync(join(damaged, path))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(join(damaged, path), bytes)
    expect(() => restoreBackup(order(damaged, { isDamagedAudioLeftOut: true }))).toThrow(
      expect.objectContaining({ code: 'backupDamaged' }),
    )
    expect(statSync(join(target, 'restoring'), { throwIfNoEntry: false })).toBeUndefined()
    expect(statSync(join(target, 'keys.json'), { throwIfNoEntry: false })).toBeUndefined()
  },
)

test('a server does not begin where a restore was broken off, and does where only its empty workplace is left', async () => {
  const half = join(folder.path, 'half')
  mkdirSync(join(half, 'restoring'), { recursive: true })
  writeFileSync(join(half, 'restoring', 'server.sqlite'), '')
  await expect(runServer(half)).rejects.toMatchObject({ code: 'restoreBrokenOff' })
  rmSync(join(half, 'restoring', 'server.sqlite'))
  await (await runServer(half)).stop()
})

test('damaged audio is refused too, unless it is said to be left out', () => {
  // The copy would be a link to the same bytes: a file of its own is damaged.
  rmSync(join(damaged, audioPath(sha256)))
  writeFileSync(join(damaged, audioPath(sha256)), 'two')
  expect(() => restoreBackup(order(damaged))).toThrow(expect.objectContaining({ code: 'backupDamaged' }))
  expect(restoreBackup(order(damaged, { isDamagedAudioLeftOut: true })).audioMissing).toEqual([sha256])
})

test('the commands do it without a server as well, and take the newest of a folder', async () => {
  const to = join(elsewhere.path, 'by command')
  let out = ''
  const terminal = {
    ...{
      environment: { TIENG_LANG_DATA_DIR: dataDir },
      operator: 'root',
      clock: systemClock,
      chance: systemChance,
    },
    out: (text: string) => {
      out += text
    },
    error: () => {},
    onStop: () => {},
    tellParent: () => {},
  }
  expect(await backup.run(['--to', to], terminal)).toBe(0)
  expect(out).toContain(to)
  expect(await restore.run(['--from', to, '--data', target], terminal)).toBe(0)
  const server: RunningServer = await runServer(target)
  expect(await new Visitor(server.httpUrl).signIn('quantri', firstPassword())).toBe(200)
  await server.stop()
})

/** It lay in the data folder, and does again. */
function firstPassword(): string {
  return readFileSync(join(target, 'first-sign-in.txt'), 'utf8').split('\n')[1] ?? ''
}
