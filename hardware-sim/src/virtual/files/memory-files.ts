import { normalize } from 'node:path/posix'
import { type Chance, type Clock, CodedError, type FileEntry, type Files } from '@tieng-lang/protocol'

export interface MemoryDiskOptions {
  clock: Clock
  chance: Chance
  capacityBytes: number
  /** How long a write takes to be on the disk; 0 is the next event of the clock. */
  writeMs?: number
}

interface Write {
  /** The bytes that the disk must have free while it writes. */
  needsBytes: number
  commit(): void
  /** What is left of it where the power is cut half-way; nothing where this is absent. */
  tear?(): void
  resolve(): void
  reject(cause: CodedError): void
}

/**
 * A disk in memory. Writes go one after another; each is durable when it resolves, as `Files` promises, and not
 * before. At a `powerCut` what is on its way is lost, or torn where a real disk may tear it (the end of an append),
 * and never answers; who comes back opens the disk anew.
 */
export class MemoryDisk {
  readonly #options: MemoryDiskOptions
  readonly #contents = new Map<string, Uint8Array>()
  #writes: Write[] = []
  #life = 0
  #foreignBytes = 0
  #isFailing = false
  #slowMs = 0

  constructor(options: MemoryDiskOptions) {
    this.#options = options
  }

  /** The disk as one life of a program sees it. */
  open(): Files {
    const life = this.#life
    return {
      read: (path) => this.#alive(life, async () => copyOf(this.#contents.get(at(path)))),
      replace: (path, content) => this.#alive(life, () => this.#replace(at(path), new Uint8Array(content))),
      append: (path, content) => this.#alive(life, () => this.#append(at(path), new Uint8Array(content))),
      truncate: (path, sizeBytes) => this.#alive(life, () => this.#truncate(at(path), sizeBytes)),
      rename: (from, to) => this.#alive(life, () => this.#rename(at(from), at(to))),
      remove: (path) =>
        this.#alive(life, () =>
          this.#write({ needsBytes: 0, commit: () => this.#contents.delete(at(path)) }),
        ),
      list: (folder) => this.#alive(life, async () => this.#list(at(folder))),
      freeBytes: () => this.#alive(life, async () => this.#freeBytes()),
    }
  }

  /** The program's life ends here, in the middle of whatever it wrote. */
  powerCut(): void {
    this.#life += 1
    this.#writes[0]?.tear?.()
    this.#writes = []
  }

  /** Someone else takes so much of the disk. */
  occupy(bytes: number): void {
    this.#foreignBytes = bytes
  }

  /** How much of it the files of a folder take, those in folders below included. */
  usedBytes(folder: string): number {
    let bytes = 0
    for (const [path, content] of this.#contents) if (path.startsWith(`${folder}/`)) bytes += content.length
    return bytes
  }

  /** Every write is refused with `storageFailed` (an input/output error) until `mend`; of an append some may be left. */
  failWrites(): void {
    this.#isFailing = true
  }

  /** Each write takes so much longer until `mend`. */
  slowDown(byMs: number): void {
    this.#slowMs = byMs
  }

  /** Ends what `occupy`, `failWrites` and `slowDown` began. */
  mend(): void {
    this.#foreignBytes = 0
    this.#isFailing = false
    this.#slowMs = 0
  }

  /** A call of an ended life never answers: its program is not there to hear it. */
  async #alive<T>(life: number, act: () => Promise<T>): Promise<T> {
    return life === this.#life ? act() : new Promise(() => {})
  }

  #replace(path: string, content: Uint8Array): Promise<void> {
    return this.#write({
      needsBytes: content.length,
      commit: () => this.#contents.set(path, content),
    })
  }

  #append(path: string, content: Uint8Array): Promise<void> {
    const grow = (bytes: Uint8Array) =>
      this.#contents.set(path, joined(this.#contents.get(path) ?? new Uint8Array(), bytes))
    return this.#write({
      needsBytes: content.length,
      commit: () => grow(content),
      tear: () => grow(content.subarray(0, Math.floor(this.#options.chance.next() * (content.length + 1)))),
    })
  }

  #truncate(path: string, sizeBytes: number): Promise<void> {
    return this.#write({
      needsBytes: 0,
      commit: () => this.#contents.set(path, this.#existing(path).slice(0, sizeBytes)),
    })
  }

  #rename(from: string, to: string): Promise<void> {
    return this.#write({
      needsBytes: 0,
      commit: () => {
        this.#contents.set(to, this.#existing(from))
        if (from !== to) this.#contents.delete(from)
      },
    })
  }

  #existing(path: string): Uint8Array {
    const content = this.#contents.get(path)
    if (!content) throw new CodedError('storageFailed', `no such file: ${path}`)
    return content
  }

  #list(folder: string): FileEntry[] {
    const prefix = folder === '.' ? '' : `${folder}/`
    return [...this.#contents]
      .filter(([path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
      .map(([path, content]) => ({ name: path.slice(prefix.length), sizeBytes: content.length }))
  }

  #freeBytes(): number {
    const used = [...this.#contents.values()].reduce((sum, content) => sum + content.length, 0)
    return Math.max(0, this.#options.capacityBytes - this.#foreignBytes - used)
  }

  #write(write: Omit<Write, 'resolve' | 'reject'>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#writes.push({ ...write, resolve, reject })
      if (this.#writes.length === 1) this.#startNext()
    })
  }

  #startNext(): void {
    const write = this.#writes[0]
    if (!write) return
    const life = this.#life
    this.#options.clock.after((this.#options.writeMs ?? 0) + this.#slowMs, () => {
      if (life !== this.#life) return
      this.#finish(write)
      this.#writes.shift()
      this.#startNext()
    })
  }

  #finish(write: Write): void {
    try {
      if (this.#isFailing) throw failed(write)
      if (write.needsBytes > this.#freeBytes()) throw new CodedError('storageFull', 'no space left')
      write.commit()
      write.resolve()
    } catch (cause) {
      write.reject(cause instanceof CodedError ? cause : new CodedError('storageFailed', String(cause)))
    }
  }
}

function failed(write: Write): CodedError {
  write.tear?.()
  return new CodedError('storageFailed', 'input/output error')
}

function at(path: string): string {
  const inside = normalize(path).replace(/\/$/, '')
  if (inside.startsWith('..') || inside.startsWith('/'))
    throw new CodedError('storageFailed', `outside: ${path}`)
  return inside
}

/** Not `slice`: on a `Buffer` that is a view of the same bytes. */
function copyOf(content: Uint8Array | undefined): Uint8Array | undefined {
  return content && new Uint8Array(content)
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const whole = new Uint8Array(one.length + other.length)
  whole.set(one)
  whole.set(other, one.length)
  return whole
}
