import { join, normalize, resolve } from 'node:path'
import { CodedError } from '../errors.ts'
import type { FileCalls } from '../seams/file-calls.ts'
import type { FileEntry, Files } from '../seams/files.ts'
import { DurableWrites, isTemporary } from './durable-writes.ts'
import { systemFileCalls } from './system-file-calls.ts'

const EVERYONE = 0o666
const OWNER_ONLY = 0o600

/** A folder on the machine's own disk, for one program at a time. */
export function systemFiles(root: string, calls: FileCalls = systemFileCalls): Files {
  const top = resolve(root)
  const writes = new DurableWrites(top, calls)
  const at = (path: string) => join(top, inside(path))
  return {
    read: (path) => coded(() => unlessMissing(() => calls.readFile(at(path)), undefined)),
    replace: (path, content, options) =>
      coded(() => writes.replace(at(path), content, options?.isSecret ? OWNER_ONLY : EVERYONE)),
    append: (path, content) => coded(() => writes.append(at(path), content)),
    truncate: (path, sizeBytes) => coded(() => writes.truncate(at(path), sizeBytes)),
    rename: (from, to) => coded(() => writes.rename(at(from), at(to))),
    remove: (path) => coded(() => unlessMissing(() => writes.remove(at(path)), undefined)),
    list: (folder) => coded(() => unlessMissing(() => list(calls, at(folder)), [])),
    freeBytes: () =>
      coded(async () => {
        await writes.anchor(top)
        return calls.freeBytes(top)
      }),
  }
}

/** Throws `storageFailed` where a path leads out of the root. */
function inside(path: string): string {
  const normal = normalize(path)
  if (normal.startsWith('..') || normal.startsWith('/'))
    throw new CodedError('storageFailed', `outside: ${path}`)
  return normal
}

async function list(calls: FileCalls, folder: string): Promise<FileEntry[]> {
  const names = (await calls.readFolder(folder))
    .filter(({ name, isFile }) => isFile && !isTemporary(name))
    .map(({ name }) => name)
  return Promise.all(
    names.map(async (name) => ({ name, sizeBytes: await calls.sizeBytes(join(folder, name)) })),
  )
}

async function unlessMissing<T>(act: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return otherwise
    throw cause
  }
}

async function coded<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof CodedError) throw cause
    const code = codeOf(cause)
    const isFull = code === 'ENOSPC' || code === 'EDQUOT'
    throw new CodedError(isFull ? 'storageFull' : 'storageFailed', String(cause), { cause })
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}
