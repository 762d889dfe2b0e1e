import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { type BackupStep, CodedError, sha256Of } from '@tieng-lang/protocol'
import { checkDatabaseCopy, copyDatabase, type Snapshot } from '../storage/snapshot.ts'
import { copyAudio } from './audio-copies.ts'
import { copyFile, hashFile, makeFolder, syncPath } from './copied-file.ts'
import {
  backupName,
  type KeepRule,
  listBackups,
  removeUnfinished,
  superfluous,
  unfinishedName,
} from './kept-backups.ts'
import {
  type BackedUpFile,
  DATABASE_FILE,
  FILES_FILE,
  type FileList,
  isAudio,
  MANIFEST_FILE,
  type Manifest,
  MEDIA_FOLDER,
} from './manifest.ts'

/** Everything that a backup has to know; it may be made beside a running server, or without one. */
export interface BackupJob {
  dataDir: string
  /** Each backup is a folder of its own in it. */
  folder: string
  takenAt: number
  programVersion: string
  /** The disk is left with so much. */
  freeBytesMin: number
  /** Which older ones are taken away when this one is complete; null: none. */
  keep: (KeepRule & { timeZone: string }) | null
}

export interface BackupWatch {
  onProgress(step: BackupStep, part: number): void
  /** Throws `aborted` once it is to be given up. */
  breathe(): void
}

/**
 * Makes a complete, checked backup, and gives its name and manifest. It waits for the disk, and belongs in a worker
 * thread or a program of its own. What it makes holds the keys of the whole network: folders are 0700, files as they are
 * in the data folder. Rejects with `storageFull`, `storageFailed`, `backupDamaged`, `aborted`, and leaves nothing then.
 */
export async function takeBackup(
  job: BackupJob,
  watch: BackupWatch,
): Promise<{ name: string; manifest: Manifest }> {
  const name = backupName(job.takenAt)
  const unfinished = join(job.folder, unfinishedName(name))
  try {
    makeFolder(job.folder)
    removeUnfinished(job.folder, job.takenAt)
    makeFolder(unfinished)
    const manifest = await fill(unfinished, job, watch)
    renameSync(unfinished, join(job.folder, name))
    syncPath(job.folder)
    if (job.keep) removeSuperfluous(job.folder, manifest.rootKid, job.keep)
    return { name, manifest }
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true })
    throw coded(cause)
  }
}

async function fill(to: string, job: BackupJob, watch: BackupWatch): Promise<Manifest> {
  const { dataDir, folder, takenAt, programVersion, freeBytesMin } = job
  const { onProgress, breathe } = watch
  const database = join(dataDir, DATABASE_FILE)
  checkRoom(folder, freeBytesMin, sizeOf(database) + sizeOf(`${database}-wal`))
  const copy = join(to, DATABASE_FILE)
  const snapshot = await copyGently(database, copy, (part) => {
    onProgress('database', part)
    breathe()
  })
  onProgress('checking', 0)
  checkDatabaseCopy(copy)
  syncPath(copy)
  const previous = listBackups(folder)[0]
  const audio = copyAudio(snapshot.mediaSha256s, {
    ...{ dataDir, to, breathe },
    previous: previous && { folder: join(folder, previous.name), manifest: previous.manifest },
    onPart: (part) => onProgress('audio', part),
    checkRoom: (sizeBytes) => checkRoom(folder, freeBytesMin, sizeBytes),
  })
  onProgress('finishing', 0)
  const rest = restOf(dataDir, folder).map((path) => ({
    path,
    ...copyFile(join(dataDir, path), join(to, path), breathe),
  }))
  const files = [{ path: DATABASE_FILE, ...hashFile(copy, breathe) }, ...rest, ...audio.files]
  const { migration, rootKid } = snapshot
  return seal(to, { files, audioMissing: audio.missing }, { programVersion, migration, takenAt, rootKid })
}

/** What is copied is brought to the disk step by step: one great flush at the end keeps the server's own commits waiting. */
async function copyGently(from: string, to: string, onPart: (part: number) => void): Promise<Snapshot> {
  // Empty and secret before anything is written into it.
  const handle = openSync(to, 'wx', 0o600)
  try {
    return await copyDatabase(from, to, (part) => {
      fsyncSync(handle)
      onPart(part)
    })
  } finally {
    closeSync(handle)
  }
}

/** The list, then the manifest that names its hash: the last thing written. */
function seal(
  to: string,
  list: FileList,
  known: Pick<Manifest, 'programVersion' | 'migration' | 'takenAt' | 'rootKid'>,
): Manifest {
  const content = Buffer.from(`${JSON.stringify(list, null, 1)}\n`)
  const manifest: Manifest = {
    ...{ format: 1, ...known },
    sizeBytes: list.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    audioCount: list.files.filter(isAudio).length,
    audioMissingCount: list.audioMissing.length,
    filesSha256: sha256Of(content),
  }
  writeDurably(join(to, FILES_FILE), content)
  for (const folder of foldersBelow(to)) syncPath(folder)
  writeDurably(join(to, MANIFEST_FILE), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  syncPath(to)
  return manifest
}

/** Made by the database itself, or for the life of one server only. */
const LEFT_OUT = /^(?:server\.sqlite(?:-.*)?|.*\.sock|.*\.tmp|\.tmp-.*)$/

/** Every other file of the data folder: the keys, the ports that clusters know, and whatever is put there one day. */
function restOf(dataDir: string, backupFolder: string): BackedUpFile['path'][] {
  const apart = new Set([join(resolve(dataDir), MEDIA_FOLDER), resolve(backupFolder)])
  const below = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (apart.has(path)) return []
      if (entry.isDirectory()) return below(path)
      return entry.isFile() ? [path] : []
    })
  return below(resolve(dataDir))
    .map((path) => relative(resolve(dataDir), path))
    .filter((path) => !LEFT_OUT.test(basename(path)))
}

function checkRoom(folder: string, freeBytesMin: number, sizeBytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  const freeBytes = bavail * bsize
  if (freeBytes - sizeBytes < freeBytesMin)
    throw new CodedError(
      'storageFull',
      `${folder} has ${freeBytes} bytes left, ${sizeBytes} are needed and ${freeBytesMin} must stay free`,
    )
}

/** Of our own: another server's in the same folder are not ours to judge. */
function removeSuperfluous(
  folder: string,
  rootKid: string,
  { timeZone, ...rule }: NonNullable<BackupJob['keep']>,
): void {
  const backups = listBackups(folder)
    .filter(({ manifest }) => manifest.rootKid === rootKid)
    .map(({ name, manifest }) => ({ name, takenAt: manifest.takenAt }))
  for (const name of superfluous(backups, rule, timeZone)) {
    // A half-removed one must not look complete.
    rmSync(join(folder, name, MANIFEST_FILE), { force: true })
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function writeDurably(path: string, content: Buffer): void {
  writeFileSync(path, content, { mode: 0o600, flag: 'wx' })
  syncPath(path)
}

function foldersBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [...foldersBelow(join(folder, name)), join(folder, name)])
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

function coded(cause: unknown): unknown {
  if (cause instanceof CodedError || !(cause instanceof Error) || !('code' in cause)) return cause
  const code = cause.code === 'ENOSPC' || cause.code === 'EDQUOT' ? 'storageFull' : 'storageFailed'
  return new CodedError(code, cause.message, { cause })
}
