import { type Clock, CodedError, type Files, SECOND_MS, type StorageState } from '@tieng-lang/protocol'

/** A refusal that is not repeated counts so long: some state is written every minute, so a full disk is asked again. */
const REFUSAL_MS = 90 * SECOND_MS

/** Whether the disk takes what the cluster writes, by what it said to every write: nothing is tried for this alone. */
export class DiskWatch {
  readonly #clock: Clock
  readonly #listeners: (() => void)[] = []
  #refusal: { path: string; state: 'full' | 'failing'; refusedMs: number } | undefined
  #told: StorageState = 'working'

  constructor(clock: Clock) {
    this.#clock = clock
  }

  state(): StorageState {
    const refusal = this.#refusal
    if (!refusal || this.#clock.monotonicMs() - refusal.refusedMs > REFUSAL_MS) return 'working'
    return refusal.state
  }

  /** Called after each change that a write brings. */
  onChange(run: () => void): void {
    this.#listeners.push(run)
  }

  /** The same files; every write to them is heard. */
  watched(files: Files): Files {
    const heard = async (path: string, write: () => Promise<void>): Promise<void> => {
      try {
        await write()
      } catch (cause) {
        this.#refused(path, cause)
        throw cause
      }
      this.#taken(path)
    }
    return {
      ...files,
      replace: (path, content, options) => heard(path, () => files.replace(path, content, options)),
      append: (path, content) => heard(path, () => files.append(path, content)),
      truncate: (path, sizeBytes) => heard(path, () => files.truncate(path, sizeBytes)),
      rename: (from, to) => heard(from, () => files.rename(from, to)),
    }
  }

  #refused(path: string, cause: unknown): void {
    const isFull = cause instanceof CodedError && cause.code === 'storageFull'
    this.#refusal = { path, state: isFull ? 'full' : 'failing', refusedMs: this.#clock.monotonicMs() }
    this.#tell()
  }

  /** A small file may still find room where a record does not: only the one that was refused ends the refusal. */
  #taken(path: string): void {
    if (this.#refusal?.path === path) this.#refusal = undefined
    this.#tell()
  }

  #tell(): void {
    const state = this.state()
    if (state === this.#told) return
    this.#told = state
    for (const run of this.#listeners) run()
  }
}
