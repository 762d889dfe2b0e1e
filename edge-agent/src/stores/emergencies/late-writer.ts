import { type Cancellable, type Clock, type Files, SECOND_MS } from '@tieng-lang/protocol'
import { storageCode } from '../state-file.ts'

export interface LateWriterOptions {
  files: Files
  clock: Clock
  /** The disk refused; it is asked again. Told once for each content. */
  onFailure: (path: string, code: 'storageFull' | 'storageFailed') => void
}

const AGAIN_MS = 10 * SECOND_MS

/** Brings small files to the disk after they count, one at a time; of one file only the newest content. */
export class LateWriter {
  readonly #options: LateWriterOptions
  /** Path → what it is to hold; undefined where it is to be gone. */
  readonly #waiting = new Map<string, Uint8Array | undefined>()
  readonly #told = new Set<Uint8Array>()
  #working: Promise<void> | undefined
  #again: Cancellable | undefined

  constructor(options: LateWriterOptions) {
    this.#options = options
  }

  write(path: string, content: Uint8Array): void {
    this.#waiting.set(path, content)
    this.#work()
  }

  remove(path: string): void {
    this.#waiting.set(path, undefined)
    this.#work()
  }

  /** Resolves when nothing is being written any more; what the disk has refused until then is lost. */
  async stop(): Promise<void> {
    this.#again?.cancel()
    await this.#working
  }

  #work(): void {
    this.#again?.cancel()
    this.#working ??= this.#workOff().finally(() => {
      this.#working = undefined
    })
  }

  async #workOff(): Promise<void> {
    const { files, clock, onFailure } = this.#options
    for (let next = first(this.#waiting); next; next = first(this.#waiting)) {
      const [path, content] = next
      try {
        if (content) await files.replace(path, content)
        else await files.remove(path)
      } catch (cause) {
        if (content && !this.#told.has(content)) onFailure(path, storageCode(cause))
        if (content) this.#told.add(content)
        this.#again = clock.after(AGAIN_MS, () => this.#work())
        return
      }
      if (content) this.#told.delete(content)
      // A newer content may have come meanwhile.
      if (this.#waiting.get(path) === content) this.#waiting.delete(path)
    }
  }
}

function first<K, V>(map: ReadonlyMap<K, V>): [K, V] | undefined {
  const [entry] = map
  return entry
}
