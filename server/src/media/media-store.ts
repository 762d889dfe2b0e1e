import { createHash } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type Chance, CodedError } from '@tieng-lang/protocol'

const SHA256_HEX = /^[0-9a-f]{64}$/

/** Audio under the hash of its content: never changed, and stored once however often it is added. */
export class MediaStore {
  readonly #root: string
  readonly #chance: Chance

  /** `root` is ours alone: finished files below two letters of their hash, unfinished ones in `incoming`. */
  constructor(root: string, chance: Chance) {
    this.#root = root
    this.#chance = chance
  }

  /** Makes the folders and throws away what an earlier life left unfinished. */
  async start(): Promise<void> {
    await rm(this.#incoming(), { recursive: true, force: true })
    await mkdir(this.#incoming(), { recursive: true, mode: 0o700 })
  }

  /** A path for an unfinished file, in the file system of the finished ones; the caller removes it. */
  temporaryPath(): string {
    return join(this.#incoming(), Buffer.from(this.#chance.bytes(12)).toString('hex'))
  }

  /** Moves a finished file under its hash (fsync, rename, fsync of the folder); the path is gone afterwards. */
  async put(path: string): Promise<{ sha256: string; sizeBytes: number }> {
    const { sha256, sizeBytes } = await hashAndSync(path)
    const folder = join(this.#root, sha256.slice(0, 2))
    await mkdir(folder, { recursive: true })
    await rename(path, join(folder, sha256))
    await syncFolder(folder)
    await syncFolder(this.#root)
    return { sha256, sizeBytes }
  }

  /** Undefined where it is not held. */
  async sizeOf(sha256: string): Promise<number | undefined> {
    try {
      return (await stat(this.pathOf(sha256))).size
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
      throw cause
    }
  }

  /** The bytes from `start` to `end`, both included. */
  read(sha256: string, { start, end }: { start: number; end: number }): ReadStream {
    return createReadStream(this.pathOf(sha256), { start, end })
  }

  /** What the disk still takes. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#root)
    return bavail * bsize
  }

  /** For audio that no bulletin has come of. */
  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true })
  }

  async list(): Promise<string[]> {
    const names = await readdir(this.#root, { recursive: true })
    return names.map((name) => name.split('/').at(-1) ?? '').filter((name) => SHA256_HEX.test(name))
  }

  #incoming(): string {
    return join(this.#root, 'incoming')
  }

  /** Where it lies, for programs that read files; nobody may change it. Throws `mediaNotFound`. */
  pathOf(sha256: string): string {
    if (!SHA256_HEX.test(sha256)) throw new CodedError('mediaNotFound', 'not a hash')
    return join(this.#root, sha256.slice(0, 2), sha256)
  }
}

async function hashAndSync(path: string): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const file = await open(path, 'r')
  try {
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      hash.update(chunk)
      sizeBytes += chunk.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), sizeBytes }
}

/** A rename is only on the disk once its folder is (POSIX). */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
