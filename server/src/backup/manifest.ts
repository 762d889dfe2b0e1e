import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type BackupLine,
  CodedError,
  compileShape,
  Instant,
  Sha256Hex,
  sha256Of,
  shape,
} from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'

/** Below the backup's folder, with `/`; never out of it. */
const RelativePath = Type.String({ pattern: '^(?!.*\\.\\.)[^/\\\\][^\\\\]*$', maxLength: 500 })

const BackedUpFile = shape({
  path: RelativePath,
  sizeBytes: Type.Integer({ minimum: 0 }),
  sha256: Sha256Hex,
  /** Permission bits, as in the data folder. */
  mode: Type.Integer({ minimum: 0, maximum: 0o777 }),
})
export type BackedUpFile = Static<typeof BackedUpFile>

/** Everything that a backup holds, but for the manifest itself. */
export const FileList = shape({
  files: Type.Array(BackedUpFile),
  /** Audio that a bulletin names and that was not there, or not what its name says. */
  audioMissing: Type.Array(Sha256Hex),
})
export type FileList = Static<typeof FileList>

/** What a backup is: small, and written last, so that a folder without it is none. */
export const Manifest = shape({
  format: Type.Literal(1),
  programVersion: Type.String({ maxLength: 40 }),
  /** The newest migration of the database (`migrations.number`). */
  migration: Type.Integer({ minimum: 1 }),
  /** What was committed by then is in it. */
  takenAt: Instant,
  /** The root key that every enrolled cluster knows. */
  rootKid: Type.String({ maxLength: 100 }),
  sizeBytes: Type.Integer({ minimum: 0 }),
  audioCount: Type.Integer({ minimum: 0 }),
  audioMissingCount: Type.Integer({ minimum: 0 }),
  /** Of `files.json`, which names each file with its own hash. */
  filesSha256: Sha256Hex,
})
export type Manifest = Static<typeof Manifest>

export const MANIFEST_FILE = 'manifest.json'
export const FILES_FILE = 'files.json'
export const DATABASE_FILE = 'server.sqlite'
export const KEYS_FILE = 'keys.json'
export const MEDIA_FOLDER = 'media'

const manifestCheck = compileShape(Manifest)
const fileListCheck = compileShape(FileList)

/** Throws `backupUnreadable` where there is none, or none of a program that we know. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST_FILE)
  const value = parsed(path, read(path))
  if (!manifestCheck.check(value))
    throw new CodedError('backupUnreadable', `${path}: ${manifestCheck.explain(value)}`)
  return value
}

/** Throws `backupUnreadable`, and `backupDamaged` where it is not the list that the manifest names. */
export function readFileList(folder: string, { filesSha256 }: Manifest): FileList {
  const path = join(folder, FILES_FILE)
  const content = read(path)
  if (sha256Of(content) !== filesSha256) throw new CodedError('backupDamaged', `${path} was changed`)
  const value = parsed(path, content)
  if (!fileListCheck.check(value))
    throw new CodedError('backupUnreadable', `${path}: ${fileListCheck.explain(value)}`)
  return value
}

export function isAudio({ path }: BackedUpFile): boolean {
  return path.startsWith(`${MEDIA_FOLDER}/`)
}

/** Where audio of that hash lies below a data folder or a backup (`MediaStore`). */
export function audioPath(sha256: string): string {
  return `${MEDIA_FOLDER}/${sha256.slice(0, 2)}/${sha256}`
}

/** As people are told of it. */
export function backupLine(
  name: string,
  { takenAt, sizeBytes, audioCount, audioMissingCount }: Manifest,
): BackupLine {
  return { name, takenAt, sizeBytes, audioCount, audioMissingCount }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new CodedError('backupUnreadable', `${path} cannot be read`, { cause })
  }
}

function parsed(path: string, content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'))
  } catch (cause) {
    throw new CodedError('backupUnreadable', `${path} is no JSON`, { cause })
  }
}
