import type { Cancellable, Clock } from '@tieng-lang/protocol'
import type { Outbox, PlayoutDraft } from '../../stores/outbox/outbox.ts'

const RETRY_MS = 5_000

export interface RecordKeeperOptions {
  clock: Clock
  outbox: Pick<Outbox, 'append'>
  /** The disk refused: a person must be told; the record waits in memory and is tried again. */
  onFailure: (cause: unknown) => void
  /** More wait than may: the oldest is dropped, and a person must be told of that too. */
  onLost?: () => void
  /** It is on the disk, under its number. */
  onStored?: (draft: PlayoutDraft, sequence: number) => void
  draftsMax?: number
}

/** Brings records to the disk one after another; a disk that refuses is asked again until it takes them. */
export class RecordKeeper {
  readonly #options: RecordKeeperOptions
  readonly #drafts: PlayoutDraft[] = []
  /** What is to be added later, and what it would be now. */
  readonly #later = new Map<() => void, () => PlayoutDraft>()
  #writing: Promise<void> = Promise.resolve()
  #isWriting = false
  #retry: Cancellable | undefined
  lostCount = 0

  constructor(options: RecordKeeperOptions) {
    this.#options = options
  }

  add(draft: PlayoutDraft): void {
    this.#drafts.push(draft)
    if (this.#drafts.length > (this.#options.draftsMax ?? 5_000)) {
      this.#drafts.shift()
      this.lostCount += 1
      this.#options.onLost?.()
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
    this.#later.set(add, draft)
  }

  /** Adds at once what was to be added later. */
  flush(): void {
    for (const add of [...this.#later.keys()]) add()
  }

  /** Everything that is not on the disk yet, as it stands now. */
  pending(): PlayoutDraft[] {
    return [...this.#drafts, ...[...this.#later.values()].map((draft) => draft())]
  }

  /** How many are not on the disk yet. */
  get waitingCount(): number {
    return this.#drafts.length + this.#later.size
  }

  /** Resolves when nothing is being written any more; what the disk has refused until then stays in `pending`. */
  async stop(): Promise<void> {
    this.#retry?.cancel()
    await this.#writing
  }

  #write(): void {
    this.#retry?.cancel()
    if (!this.#isWriting) this.#writing = this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    const { clock, onFailure, onStored, outbox } = this.#options
    this.#isWriting = true
    try {
      for (let [draft] = this.#drafts; draft; [draft] = this.#drafts) {
        const sequence = await outbox.append(draft)
        this.#drafts.splice(this.#drafts.indexOf(draft), 1)
        onStored?.(draft, sequence)
      }
    } catch (cause) {
      onFailure(cause)
      this.#retry = clock.after(RETRY_MS, () => this.#write())
    } finally {
      this.#isWriting = false
    }
  }
}
