import type { Cancellable } from '@tieng-lang/protocol'

export interface Timer {
  dueMs: number
  run(): void
}

interface Entry extends Timer {
  order: number
  isCancelled: boolean
}

/** Timers by time and then by insertion: a binary heap, where a cancelled one is passed over when its turn comes. */
export class TimerQueue {
  readonly #heap: Entry[] = []
  #lastOrder = 0

  add(dueMs: number, run: () => void): Cancellable {
    const entry: Entry = { dueMs, run, order: ++this.#lastOrder, isCancelled: false }
    this.#heap.push(entry)
    this.#rise(this.#heap.length - 1)
    return {
      cancel: () => {
        entry.isCancelled = true
      },
    }
  }

  /** How many there are, the cancelled ones whose turn has not come included. */
  get length(): number {
    return this.#heap.length
  }

  nextDueMs(): number | undefined {
    while (this.#heap[0]?.isCancelled) this.#removeFirst()
    return this.#heap[0]?.dueMs
  }

  /** The next timer, taken out, if it is due at `untilMs` or before. */
  takeDue(untilMs: number): Timer | undefined {
    const dueMs = this.nextDueMs()
    return dueMs !== undefined && dueMs <= untilMs ? this.#removeFirst() : undefined
  }

  #removeFirst(): Entry | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (first === undefined || last === undefined || first === last) return first
    this.#heap[0] = last
    this.#sink()
    return first
  }

  #rise(from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #sink(): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const least = this.#isBefore(left + 1, left) ? left + 1 : left
      if (!this.#isBefore(least, at)) return
      this.#swap(at, least)
      at = least
    }
  }

  #isBefore(one: number, other: number): boolean {
    const a = this.#heap[one]
    const b = this.#heap[other]
    if (!a || !b) return a !== undefined
    return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order)
  }

  #swap(one: number, other: number): void {
    const a = this.#heap[one]
    const b = this.#heap[other]
    if (!a || !b) return
    this.#heap[one] = b
    this.#heap[other] = a
  }
}
