import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { CodedError } from '../errors.ts'
import type { FileEntry, Files } from '../seams/files.ts'

const TEMPORARY = '.tmp-'

/** A folder on the machine's own disk. Leftover temporary files of an earlier life are not listed and do no harm. */
export function systemFiles(root: string): Files {
  const at = (path: string) => {
    const inside = normalize(path)
    if (inside.startsWith('..') || inside.startsWith('/'))
      throw new CodedError('storageFailed', `outside: ${path}`)
    return join(root, inside)
  }
  return {
    read: (path) => coded(() => unlessMissing(() => readFile(at(path)), undefined)),
    replace: (path, content, options) => coded(() => replace(at(path), content, options?.isSecret ?? false)),
    append: (path, content) => coded(() => append(at(path), content)),
    truncate: (path, sizeBytes) =>
      coded(() => withHandle(at(path), 'r+', (file) => file.truncate(sizeBytes))),
    rename: (from, to) =>
      coded(async () => {
        await mkdir(dirname(at(to)), { recursive: true })
        await rename(at(from), at(to))
        await syncFolder(dirname(at(to)))
      }),
    remove: (path) => coded(() => rm(at(path), { force: true })),
    list: (folder) => coded(() => unlessMissing(() => list(at(folder)), [])),
    freeBytes: () =>
      coded(async () => {
        await mkdir(root, { recursive: true })
        const { bavail, bsize } = await statfs(root)
        return bavail * bsize
      }),
  }
}

async function replace(path: string, content: Uint8Array, isSecret: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `${TEMPORARY}${randomBytes(6).toString('hex')}`)
  try {
    await withHandle(temporary, 'w', (file) => file.writeFile(content), isSecret ? 0o600 : 0o666)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  }
  await syncFolder(dirname(path))
}

async function append(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await withHandle(path, 'a', (file) => file.writeFile(content))
}

async function list(folder: string): Promise<FileEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith(TEMPORARY))
    .map((entry) => entry.name)
  return Promise.all(names.map(async (name) => ({ name, sizeBytes: (await stat(join(folder, name))).size })))
}

/** Runs `act` on an open file, syncs it to the disk, and closes it whatever happens. */
async function withHandle(
  path: string,
  flags: string,
  act: (file: FileHandle) => Promise<void>,
  mode = 0o666,
): Promise<void> {
  const file = await open(path, flags, mode)
  try {
    await act(file)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename is only on the disk once its folder is (POSIX). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function unlessMissing<T>(act: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (isNodeError(cause) && cause.code === 'ENOENT') return otherwise
    throw cause
  }
}

async function coded<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof CodedError) throw cause
    const isFull = isNodeError(cause) && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
    throw new CodedError(isFull ? 'storageFull' : 'storageFailed', String(cause), { cause })
  }
}

function isNodeError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'code' in cause
}
