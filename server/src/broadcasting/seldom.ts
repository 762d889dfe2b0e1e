import type { Cancellable, Clock, Id } from '@tieng-lang/protocol'

export interface SeldomOptions {
  clock: Pick<Clock, 'after'>
  /** So often at most for each of them. */
  everyMs: number
  tell: (id: Id) => void
}

/** Tells of each of many things at most so often, however much happens to it. */
export class Seldom {
  readonly #options: SeldomOptions
  readonly #waiting = new Map<Id, Cancellable>()
  #isStopped = false

  constructor(options: SeldomOptions) {
    this.#options = options
  }

  soon(id: Id): void {
    if (this.#isStopped || this.#waiting.has(id)) return
    const { clock, everyMs, tell } = this.#options
    const timer = clock.after(everyMs, () => {
      this.#waiting.delete(id)
      tell(id)
    })
    this.#waiting.set(id, timer)
  }

  /** It has just been told another way. */
  forget(id: Id): void {
    this.#waiting.get(id)?.cancel()
    this.#waiting.delete(id)
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#waiting.values()) timer.cancel()
    this.#waiting.clear()
  }
}
