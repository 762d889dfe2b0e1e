import { type Clock, CodedError, type Id, MINUTE_MS } from '@tieng-lang/protocol'

/** How long an order is remembered by the id that its asker chose. */
const REMEMBERED_MS = 10 * MINUTE_MS
const REMEMBERED_MAX = 10_000

interface Remembered<Answer> {
  order: string
  answer: Promise<Answer>
  atMs: number
}

/**
 * An order that is asked for again (a double click, a lost answer) is not carried out again: it gets the answer of the
 * first. Requests are told apart by who asks and the `requestId` they chose.
 */
export class OncePerRequest<Answer> {
  readonly #clock: Clock
  readonly #remembered = new Map<string, Remembered<Answer>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Throws `requestIdReused` where the same id came with another order. One that failed may be tried again. */
  once(
    { asker, requestId, order }: { asker: string; requestId: Id; order: unknown },
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    this.#forgetOld()
    const key = `${asker} ${requestId}`
    const text = JSON.stringify(order)
    const known = this.#remembered.get(key)
    if (known && known.order !== text)
      throw new CodedError('requestIdReused', `${requestId} was used for another order`)
    if (known) return known.answer
    const answer = act()
    this.#remembered.set(key, { order: text, answer, atMs: this.#clock.monotonicMs() })
    answer.catch(() => this.#remembered.delete(key))
    return answer
  }

  /** The map is in the order of the orders. */
  #forgetOld(): void {
    const endedMs = this.#clock.monotonicMs() - REMEMBERED_MS
    for (const [key, { atMs }] of this.#remembered) {
      if (atMs > endedMs && this.#remembered.size < REMEMBERED_MAX) return
      this.#remembered.delete(key)
    }
  }
}
