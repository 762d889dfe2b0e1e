import { existsSync, linkSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { copyFile, hashFile, makeFolder } from './copied-file.ts'
import { audioPath, type BackedUpFile, isAudio, type Manifest, readFileList } from './manifest.ts'

export interface AudioCopying {
  dataDir: string
  /** The backup that is being made. */
  to: string
  previous: { folder: string; manifest: Manifest } | undefined
  onPart(part: number): void
  breathe(): void
  /** Throws where so much more does not fit on the disk. */
  checkRoom(sizeBytes: number): void
}

/** What cannot be linked there is copied: another file system, one without links, or too many of them. */
const NOT_LINKABLE = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'EACCES'])

/**
 * Puts audio into a backup. It never changes, so what the data folder or the backup before holds is linked and takes no
 * room; on another disk each file is copied once. Each is read and hashed when it comes into the backups for the first
 * time; restoring hashes all of them.
 */
export function copyAudio(
  sha256s: readonly string[],
  copying: AudioCopying,
): { files: BackedUpFile[]; missing: string[] } {
  const known = knownAudio(copying.previous)
  const files: BackedUpFile[] = []
  const missing: string[] = []
  for (const [index, sha256] of sha256s.entries()) {
    copying.breathe()
    copying.onPart(index / sha256s.length)
    const path = audioPath(sha256)
    const file = takeKnown(known.get(path), copying) ?? takeNew(path, sha256, copying)
    if (file) files.push(file)
    else missing.push(sha256)
  }
  return { files, missing }
}

function knownAudio(previous: AudioCopying['previous']): Map<string, BackedUpFile> {
  if (!previous) return new Map()
  try {
    const { files } = readFileList(previous.folder, previous.manifest)
    return new Map(files.filter(isAudio).map((file) => [file.path, file]))
  } catch {
    // A damaged one before is no reason for none today: everything is taken anew.
    return new Map()
  }
}

/** Linked where it is as long as it was when it was hashed. */
function takeKnown(
  file: BackedUpFile | undefined,
  { previous, dataDir, to }: AudioCopying,
): BackedUpFile | undefined {
  if (!file || !previous) return undefined
  const isLinked = [previous.folder, dataDir].some((folder) => {
    const from = join(folder, file.path)
    return existsSync(from) && statSync(from).size === file.sizeBytes && isLinkedTo(from, join(to, file.path))
  })
  return isLinked ? file : undefined
}

/** Undefined where it is not there, or is not what its name says. */
function takeNew(
  path: string,
  sha256: string,
  { dataDir, to, breathe, checkRoom }: AudioCopying,
): BackedUpFile | undefined {
  const from = join(dataDir, path)
  if (!existsSync(from)) return undefined
  const target = join(to, path)
  const hashed = isLinkedTo(from, target) ? hashFile(target, breathe) : copyInto(from, target)
  if (hashed.sha256 === sha256) return { path, ...hashed }
  rmSync(target)
  return undefined

  function copyInto(source: string, destination: string) {
    checkRoom(statSync(source).size)
    return copyFile(source, destination, breathe)
  }
}

function isLinkedTo(from: string, to: string): boolean {
  makeFolder(dirname(to))
  try {
    linkSync(from, to)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && NOT_LINKABLE.has(String(cause.code))) return false
    throw cause
  }
}
