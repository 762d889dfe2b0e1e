import type { Cancellable, Clock, Steps } from '@tieng-lang/protocol'
import type { Output } from '@tieng-lang/scheduler'
import type { ConductorMemory } from './conductor-memory.ts'
import type { RecordKeeper } from './records/record-keeper.ts'

/** What sounds is written down at least this often, so that a restart knows how far it had come. */
const SAVE_EVERY_MS = 5_000
/** And first so soon after its beginning: whoever heard a second of it has heard of it. */
const SAVE_FIRST_MS = 1_000
/** Where nothing sounds only the clock's progress is new: to lose it costs a look at what is done already. */
const SAVE_IDLE_EVERY_MS = 600_000

export interface StateSaverOptions {
  clock: Clock
  memory: ConductorMemory
  records: Pick<RecordKeeper, 'pending'>
  steps: Steps
  output: () => Output
  /** Decides anew, so that what is written down is how far the sound has come by then. */
  decideAgain: () => void
}

/** Writes down what the next life must know: at once where something was done, else from time to time. */
export class StateSaver {
  readonly #options: StateSaverOptions
  #again: Cancellable | undefined
  #savedMs = 0

  constructor(options: StateSaverOptions) {
    this.#options = options
  }

  /** After each decision; a disk that refuses is asked again at the next. */
  decided({ hasEffects }: { hasEffects: boolean }): void {
    const { clock, output } = this.#options
    const everyMs = output().current ? SAVE_EVERY_MS : SAVE_IDLE_EVERY_MS
    if (hasEffects || clock.monotonicMs() - this.#savedMs >= everyMs) this.save().catch(() => undefined)
  }

  /** While something sounds: how long from now the next decision must come at the latest, so that it is written down. */
  dueInMs(): number {
    return this.#savedMs + SAVE_EVERY_MS - this.#options.clock.monotonicMs()
  }

  /** The next life must know that a sound had begun, else what is dropped by its rule would begin again. */
  soundBegan(): void {
    this.save().catch(() => undefined)
    this.#again?.cancel()
    this.#again = this.#options.clock.after(SAVE_FIRST_MS, () => {
      this.#savedMs = Number.NEGATIVE_INFINITY
      this.#options.decideAgain()
    })
  }

  /** Resolves once it is on the disk; rejects where the disk refuses. */
  async save(): Promise<void> {
    const { clock, memory, records, steps, output } = this.#options
    this.#savedMs = clock.monotonicMs()
    // What the output has done with is in the drafts until its record is on the disk.
    await memory.save(output(), records.pending())
    steps.reached('stateSaved')
  }

  /** No more by itself; `save` still works. */
  stop(): void {
    this.#again?.cancel()
  }
}
