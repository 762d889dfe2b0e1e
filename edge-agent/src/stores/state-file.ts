import { CodedError, type Files } from '@tieng-lang/protocol'

/**
 * One small typed JSON file, old or new and never torn (`Files.replace`). Saves coalesce: at most one write is under
 * way, and of the values that arrive meanwhile only the latest is written.
 */
export class StateFile<T> {
  readonly #files: Files
  readonly #path: string
  readonly #isValid: (value: unknown) => value is T
  readonly #textOf: (value: T) => string
  #writing: Promise<void> | undefined
  #waiting: { value: T; written: Promise<void> } | undefined

  /** `textOf`: its JSON, where that can be had more cheaply than by writing it all anew. */
  constructor(
    files: Files,
    path: string,
    isValid: (value: unknown) => value is T,
    textOf: (value: T) => string = JSON.stringify,
  ) {
    this.#textOf = textOf
    this.#files = files
    this.#path = path
    this.#isValid = isValid
  }

  /**
   * What was saved last, or undefined where there is none or it does not fit the shape (it is then overwritten by the
   * next save). Rejects with the `CodedError` of a failing disk.
   */
  async load(): Promise<T | undefined> {
    const bytes = await this.#files.read(this.#path)
    if (!bytes) return undefined
    const value = parsed(bytes)
    return this.#isValid(value) ? value : undefined
  }

  /**
   * Resolves when this value or a later one is on the disk; rejects with `storageFull` or `storageFailed`. The value
   * is turned into text when its write begins, so a caller that goes on changing it saves its newest state.
   */
  save(value: T): Promise<void> {
    if (this.#waiting) {
      this.#waiting.value = value
      return this.#waiting.written
    }
    if (!this.#writing) return this.#write(value)
    const waiting = { value, written: Promise.resolve() }
    // A failed write of an older value says nothing about this one.
    waiting.written = this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#waiting = undefined
        return this.#write(waiting.value)
      })
    this.#waiting = waiting
    return waiting.written
  }

  #write(value: T): Promise<void> {
    const writing = this.#files.replace(this.#path, Buffer.from(this.#textOf(value))).finally(() => {
      if (this.#writing === writing) this.#writing = undefined
    })
    this.#writing = writing
    return writing
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

/** The code of a disk that refused, whatever the disk threw. */
export function storageCode(cause: unknown): 'storageFull' | 'storageFailed' {
  return cause instanceof CodedError && cause.code === 'storageFull' ? 'storageFull' : 'storageFailed'
}
