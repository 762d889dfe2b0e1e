import type { Cancellable, Clock } from '@tieng-lang/protocol'
import type { Outbox, PlayoutDraft } from '../stores/outbox.ts'

const RETRY_MS = 5_000

export interface RecordKeeperOptions {
  clock: Clock
  outbox: Pick<Outbox, 'append'>
  /** The disk refused: a person must be told; the record waits in memory and is tried again. */
  onFailure: (cause: unknown) => void
  draftsMax?: number
}

/** Brings records to the disk one after another; a disk that refuses is asked again until it takes them. */
export class RecordKeeper {
  readonly #options: RecordKeeperOptions
  readonly #drafts: PlayoutDraft[] = []
  readonly #later = new Set<() => void>()
  #settled: Promise<void> = Promise.resolve()
  #settle: () => void = () => {}
  #isWriting = false
  #retry: Cancellable | undefined
  lostCount = 0

  constructor(options: RecordKeeperOptions) {
    this.#options = options
  }

  add(draft: PlayoutDraft): void {
    if (this.#drafts.length === 0) {
      this.#settled = new Promise((resolve) => {
        this.#settle = resolve
      })
    }
    this.#drafts.push(draft)
    if (this.#drafts.length > (this.#options.draftsMax ?? 5_000)) {
      this.#drafts.shift()
      this.lostCount += 1
    }
    this.#write()
  }

  /** Adds what `draft` then gives, after `delayMs` or at the next `flush`: meters look back, and are read now and then. */
  addLater(delayMs: number, draft: () => PlayoutDraft): void {
    const add = () => {
      timer.cancel()
      this.#later.delete(add)
      this.add(draft())
    }
    const timer = this.#options.clock.after(delayMs, add)
    this.#later.add(add)
  }

  /** Adds at once what was to be added later. */
  flush(): void {
    for (const add of [...this.#later]) add()
  }

  /** Whether something is still to be added. */
  hasLater(): boolean {
    return this.#later.size > 0
  }

  /** Resolves when everything added so far is on the disk. */
  settled(): Promise<void> {
    return this.#settled
  }

  stop(): void {
    this.#retry?.cancel()
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return
    this.#isWriting = true
    try {
      for (let [draft] = this.#drafts; draft; [draft] = this.#drafts) {
        await this.#options.outbox.append(draft)
        this.#drafts.splice(this.#drafts.indexOf(draft), 1)
      }
      this.#settle()
    } catch (cause) {
      this.#options.onFailure(cause)
      this.#retry = this.#options.clock.after(RETRY_MS, () => this.#write())
    } finally {
      this.#isWriting = false
    }
  }
}
