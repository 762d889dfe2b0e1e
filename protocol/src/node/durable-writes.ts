import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { FileCalls, OpenFile } from '../seams/file-calls.ts'

const TEMPORARY = '.tmp-'
const CLOSED_CODES = ['EACCES', 'EPERM', 'EROFS', 'EINVAL', 'ENOTSUP']

/** Whether a name is that of content on its way, which nobody may see. */
export function isTemporary(path: string): boolean {
  return basename(path).startsWith(TEMPORARY)
}

/**
 * Writes that hold whenever the power goes: old content or new, and what was acknowledged stays. Files and the entries
 * of folders reach the disk apart from one another, each by a sync of its own (POSIX). One at a time for each file, and
 * one such object for each folder of a running program: it throws away the temporary files of an earlier life.
 */
export class DurableWrites {
  readonly #root: string
  readonly #calls: FileCalls
  /** Folders that are on the disk themselves, up to the root. */
  readonly #anchored = new Map<string, Promise<void>>()

  constructor(root: string, calls: FileCalls) {
    this.#root = root
    this.#calls = calls
  }

  async replace(path: string, content: Uint8Array, mode: number): Promise<void> {
    const folder = dirname(path)
    await this.anchor(folder)
    const temporary = join(folder, `${TEMPORARY}${randomBytes(6).toString('hex')}`)
    try {
      await this.#withFile(() => this.#calls.open(temporary, 'create', mode), writing(content))
      await this.#calls.rename(temporary, path)
    } catch (cause) {
      await this.#calls.unlink(temporary).catch(() => {})
      throw cause
    }
    await this.#calls.syncFolder(folder)
  }

  /** A failed append is cut off again, as far as the disk lets us: what could not be synced is not to be trusted. */
  async append(path: string, content: Uint8Array): Promise<void> {
    const folder = dirname(path)
    await this.anchor(folder)
    await this.#withFile(
      () => this.#calls.open(path, 'append'),
      async (file) => {
        const sizeBytes = await file.sizeBytes()
        // The entry before the first byte: a file that holds bytes is in its folder on the disk as well.
        if (sizeBytes === 0) await this.#calls.syncFolder(folder)
        try {
          await file.write(content)
          await file.sync()
        } catch (cause) {
          await cutBack(file, sizeBytes).catch(() => {})
          throw cause
        }
      },
    )
  }

  async truncate(path: string, sizeBytes: number): Promise<void> {
    await this.#withFile(
      () => this.#calls.open(path, 'change'),
      async (file) => {
        await file.truncate(sizeBytes)
        await file.sync()
      },
    )
  }

  /** The content is synced first: a name must not be on the disk before what it names. */
  async rename(from: string, to: string): Promise<void> {
    await this.anchor(dirname(to))
    await this.#withFile(
      () => this.#calls.open(from, 'read'),
      (file) => file.sync(),
    )
    await this.#calls.rename(from, to)
    await this.#calls.syncFolder(dirname(to))
    if (dirname(from) !== dirname(to)) await this.#calls.syncFolder(dirname(from))
  }

  async remove(path: string): Promise<void> {
    await this.#calls.unlink(path)
    await this.#calls.syncFolder(dirname(path))
  }

  /** Makes the folder, and makes sure that it is on the disk itself; once in a life. */
  anchor(folder: string): Promise<void> {
    const known = this.#anchored.get(folder)
    if (known) return known
    const anchoring = this.#anchor(folder)
    this.#anchored.set(folder, anchoring)
    anchoring.catch(() => this.#anchored.delete(folder))
    return anchoring
  }

  async #anchor(folder: string): Promise<void> {
    const made = await this.#calls.makeFolder(folder)
    // An earlier life may have ended between making a folder and syncing the one above: that is asked of no folder.
    const top = made && made.length < this.#root.length ? made : this.#root
    for (let at = folder; at.length > top.length; at = dirname(at)) await this.#calls.syncFolder(dirname(at))
    await this.#syncAbove(top)
    for (const { name } of await this.#calls.readFolder(folder))
      if (isTemporary(name)) await this.#calls.unlink(join(folder, name))
  }

  /** The folder above the root belongs to others: it may be closed to us, or of a kind that knows no sync. */
  async #syncAbove(top: string): Promise<void> {
    try {
      await this.#calls.syncFolder(dirname(top))
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
      if (!CLOSED_CODES.includes(code)) throw cause
    }
  }

  /** Closes the file whatever happens. */
  async #withFile(open: () => Promise<OpenFile>, act: (file: OpenFile) => Promise<void>): Promise<void> {
    const file = await open()
    try {
      await act(file)
    } finally {
      await file.close()
    }
  }
}

function writing(content: Uint8Array): (file: OpenFile) => Promise<void> {
  return async (file) => {
    await file.write(content)
    await file.sync()
  }
}

async function cutBack(file: OpenFile, sizeBytes: number): Promise<void> {
  await file.truncate(sizeBytes)
  await file.sync()
}
