import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CodedError } from '@tieng-lang/protocol'
import { recordAct } from '../access/audit.ts'
import { makeRestored } from '../storage/after-restore.ts'
import { openDatabase } from '../storage/database.ts'
import { NEWEST_MIGRATION } from '../storage/migrations/migrate.ts'
import { checkDatabaseCopy } from '../storage/snapshot.ts'
import { copyFile, makeFolder, syncPath } from './copied-file.ts'
import { listBackups } from './kept-backups.ts'
import {
  type BackedUpFile,
  DATABASE_FILE,
  isAudio,
  KEYS_FILE,
  type Manifest,
  readFileList,
  readManifest,
} from './manifest.ts'

export interface RestoreOrder {
  /** A backup, or a folder of backups: then the newest of them. */
  from: string
  /** Must be empty, or not there yet. */
  dataDir: string
  now: number
  operator: string
  /** Goes on where audio is damaged: it is left out and named. Nothing else may be damaged. */
  isDamagedAudioLeftOut: boolean
  onPart(part: number): void
}

export interface Restored {
  from: string
  manifest: Manifest
  /** Hashes of what was left out, and of what was missing already when the backup was made. */
  audioMissing: string[]
}

/** In the data folder while it is not whole; a server does not look at it. */
const WORKPLACE = 'restoring'

/**
 * Puts a backup into an empty data folder: copies and hashes every file, opens the database and reads all of it, makes
 * it a restored one, and only then moves it into place, the keys last: a server refuses a database without its keys
 * (`keysLost`), so half of it never starts. Throws `folderNotEmpty`, `backupUnreadable`, `backupDamaged`,
 * `databaseNewer` or the disk's own error, and leaves nothing then.
 */
export function restoreBackup(order: RestoreOrder): Restored {
  const from = backupAt(order.from)
  const manifest = readManifest(from)
  if (manifest.migration > NEWEST_MIGRATION)
    throw new CodedError(
      'databaseNewer',
      `the backup is at ${manifest.migration} (program ${manifest.programVersion}), this program knows ${NEWEST_MIGRATION}`,
    )
  const { files, audioMissing } = readFileList(from, manifest)
  checkEmpty(order.dataDir)
  const workplace = join(order.dataDir, WORKPLACE)
  // Of one that was broken off.
  rmSync(workplace, { recursive: true, force: true })
  makeFolder(workplace)
  try {
    const damaged = copyAll(from, workplace, files, order.onPart)
    checkDamage(damaged, order.isDamagedAudioLeftOut)
    checkContent(workplace, manifest)
    makeOurs(workplace, manifest, order)
    putInPlace(workplace, order.dataDir)
    return { from, manifest, audioMissing: [...audioMissing, ...damaged.map(({ sha256 }) => sha256)] }
  } catch (cause) {
    rmSync(workplace, { recursive: true, force: true })
    throw cause
  }
}

/**
 * A server that began in a folder where a restore was broken off would be an empty one. Throws `restoreBrokenOff`; what
 * was whole but for its last step is made so.
 */
export function checkNotHalfRestored(dataDir: string): void {
  const workplace = join(dataDir, WORKPLACE)
  if (!existsSync(workplace)) return
  if (readdirSync(workplace).length > 0)
    throw new CodedError('restoreBrokenOff', `a restore into ${dataDir} was broken off: give it again`)
  rmdirSync(workplace)
}

function backupAt(folder: string): string {
  const newest = listBackups(folder)[0]
  return newest ? join(folder, newest.name) : folder
}

/** A file system of its own begins with the first of them. */
const MAY_BE_THERE = new Set(['lost+found', WORKPLACE])

function checkEmpty(dataDir: string): void {
  const names = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => !MAY_BE_THERE.has(name)) : []
  if (names.length > 0)
    throw new CodedError('folderNotEmpty', `${dataDir} holds ${names.slice(0, 3).join(', ')}`)
}

/** Gives the files that are not what the list says. */
function copyAll(
  from: string,
  to: string,
  files: readonly BackedUpFile[],
  onPart: (part: number) => void,
): BackedUpFile[] {
  return files.filter((file, index) => {
    onPart(index / files.length)
    const target = join(to, file.path)
    if (!existsSync(join(from, file.path)) || !lstatSync(join(from, file.path)).isFile()) return true
    const isGood = copyFile(join(from, file.path), target).sha256 === file.sha256
    if (!isGood) rmSync(target)
    return !isGood
  })
}

const NAMED_MAX = 5

function checkDamage(damaged: readonly BackedUpFile[], isAudioLeftOut: boolean): void {
  const counted = damaged.filter((file) => !isAudioLeftOut || !isAudio(file))
  if (counted.length === 0) return
  const named = counted.slice(0, NAMED_MAX).map(({ path }) => path)
  throw new CodedError('backupDamaged', `${counted.length} files are not as they were: ${named.join(', ')}`)
}

/** The database opens and is whole, at the migration that the manifest says, and the keys are its own. */
function checkContent(workplace: string, { migration, rootKid }: Manifest): void {
  const found = checkDatabaseCopy(join(workplace, DATABASE_FILE))
  if (found.migration !== migration || found.rootKid !== rootKid)
    throw new CodedError('backupDamaged', 'the database is not the one that the manifest names')
  if (!readFileSync(join(workplace, KEYS_FILE), 'utf8').includes(rootKid))
    throw new CodedError('backupDamaged', `${KEYS_FILE} does not hold the root key ${rootKid}`)
}

function makeOurs(workplace: string, manifest: Manifest, { now, operator }: RestoreOrder): void {
  const path = join(workplace, DATABASE_FILE)
  const database = openDatabase(path, now)
  try {
    database.transaction(() => {
      makeRestored(database, now)
      const by = { operatorId: null, name: operator, grants: [], address: 'local' }
      const detail = { takenAt: manifest.takenAt, programVersion: manifest.programVersion }
      recordAct(database, { at: now, by, act: 'backup.restore', areaIds: [], detail })
    })
  } finally {
    // The last connection writes the log back into the file.
    database.close()
  }
  syncPath(path)
}

function putInPlace(workplace: string, dataDir: string): void {
  const isKeys = (name: string) => name === KEYS_FILE
  const names = readdirSync(workplace)
  for (const name of [...names.filter((each) => !isKeys(each)), ...names.filter(isKeys)]) {
    if (isKeys(name)) syncPath(dataDir)
    renameSync(join(workplace, name), join(dataDir, name))
  }
  rmdirSync(workplace)
  syncPath(dataDir)
}
