import { createHash } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Chance, CodedError, type Files } from '@tieng-lang/protocol'
import { systemFiles } from '@tieng-lang/protocol/node'

const SHA256_HEX = /^[0-9a-f]{64}$/

/** Audio under the hash of its content: never changed, and stored once however often it is added. */
export class MediaStore {
  readonly #root: string
  readonly #chance: Chance
  readonly #files: Files

  /** `root` is ours alone: finished files below two letters of their hash, unfinished ones in `incoming`. */
  constructor(root: string, chance: Chance, files: Files = systemFiles(root)) {
    this.#root = root
    this.#chance = chance
    this.#files = files
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

  /**
   * Moves a finished file under its hash; content and name are on the disk then, and the path is gone. Rejects with
   * `storageFull` or `storageFailed`.
   */
  async put(path: string): Promise<{ sha256: string; sizeBytes: number }> {
    const found = await hashOf(path)
    await this.#files.rename(relative(this.#root, path), nameOf(found.sha256))
    return found
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
  freeBytes(): Promise<number> {
    return this.#files.freeBytes()
  }

  /** For audio that no bulletin has come of. */
  async remove(sha256: string): Promise<void> {
    checkHash(sha256)
    await this.#files.remove(nameOf(sha256))
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
    checkHash(sha256)
    return join(this.#root, nameOf(sha256))
  }
}

function checkHash(sha256: string): void {
  if (!SHA256_HEX.test(sha256)) throw new CodedError('mediaNotFound', 'not a hash')
}

/** Below two letters of the hash: no folder grows to thousands of files. */
function nameOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256}`
}

async function hashOf(path: string): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk)
    sizeBytes += chunk.length
  }
  return { sha256: hash.digest('hex'), sizeBytes }
}
