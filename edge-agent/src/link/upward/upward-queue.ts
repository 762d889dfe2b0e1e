import { type Cancellable, type Clock, SECOND_MS } from '@tieng-lang/protocol'

export interface UpwardQueueOptions {
  clock: Clock
  /** Resolves on the broker's acknowledgement. */
  publish: (payload: Uint8Array) => Promise<void>
  /** Beyond it the oldest is dropped and counted. */
  messagesMax: number
}

interface Waiting {
  payload: Uint8Array
  onAcknowledged: (() => void) | undefined
}

/** Messages of one upward topic, in order, one under way at a time, kept over a lost connection. */
export class UpwardQueue {
  readonly #options: UpwardQueueOptions
  readonly #waiting: Waiting[] = []
  readonly #idleListeners: (() => void)[] = []
  #isOpen = false
  #isSending = false
  #retry: Cancellable | undefined
  #dropped = 0

  constructor(options: UpwardQueueOptions) {
    this.#options = options
  }

  /** `onAcknowledged` is called once the broker has it; never where it was dropped. */
  push(payload: Uint8Array, onAcknowledged?: () => void): void {
    if (this.#waiting.length >= this.#options.messagesMax) {
      this.#waiting.shift()
      this.#dropped += 1
    }
    this.#waiting.push({ payload, onAcknowledged })
    void this.#pump()
  }

  /** There is a connection: goes on sending. */
  open(): void {
    this.#isOpen = true
    void this.#pump()
  }

  close(): void {
    this.#isOpen = false
    this.#retry?.cancel()
    this.#retry = undefined
  }

  droppedCount(): number {
    return this.#dropped
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    if (this.#waiting.length === 0 && !this.#isSending) return Promise.resolve()
    return new Promise((resolve) => this.#idleListeners.push(resolve))
  }

  async #pump(): Promise<void> {
    if (this.#isSending || this.#retry) return
    this.#isSending = true
    while (this.#isOpen) {
      const next = this.#waiting.shift()
      if (!next) break
      try {
        await this.#options.publish(next.payload)
      } catch {
        this.#putBack(next)
        break
      }
      next.onAcknowledged?.()
    }
    this.#isSending = false
    if (this.#waiting.length === 0) for (const resolve of this.#idleListeners.splice(0)) resolve()
  }

  /** Not acknowledged: it goes first again, in a second or with the next connection. */
  #putBack(message: Waiting): void {
    if (this.#waiting.length >= this.#options.messagesMax) this.#dropped += 1
    else this.#waiting.unshift(message)
    if (!this.#isOpen) return
    this.#retry = this.#options.clock.after(SECOND_MS, () => {
      this.#retry = undefined
      void this.#pump()
    })
  }
}
