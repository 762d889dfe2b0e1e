import {
  type Cancellable,
  type Clock,
  MINUTE_MS,
  NO_STEPS,
  SECOND_MS,
  type Steps,
} from '@tieng-lang/protocol'
import type { Outbox } from '../../stores/outbox/outbox.ts'

export interface PlayoutSenderOptions {
  outbox: Outbox
  clock: Clock
  /** Resolves on the broker's acknowledgement. */
  publish: (sealed: Uint8Array) => Promise<void>
  steps?: Steps
}

/** Records on their way to the broker at the same time. */
const IN_FLIGHT_MAX = 20
/** The broker's acknowledgement is not the server's: without a receipt all is sent again, ever more rarely. */
const AGAIN_AFTER_MS_MIN = MINUTE_MS
const AGAIN_AFTER_MS_MAX = 30 * MINUTE_MS

/** Sends playout records in order, a window at a time, until the server's receipts say that it holds them. */
export class PlayoutSender {
  readonly #options: PlayoutSenderOptions
  #isOpen = false
  #isReading = false
  #inFlight = 0
  #next = 1
  #receipt = 0
  #againAfterMs = AGAIN_AFTER_MS_MIN
  #again: Cancellable | undefined

  constructor(options: PlayoutSenderOptions) {
    this.#options = options
  }

  /** Listens to the outbox; sends nothing before `open`. */
  start(): void {
    const { outbox } = this.#options
    outbox.onAppended(() => void this.#pump())
    outbox.onStoredThrough((storedThrough) => this.#onReceipt(storedThrough))
  }

  /** There is a connection: begins after the last record that the server is known to hold. */
  open(): void {
    this.#isOpen = true
    this.#rewind()
  }

  close(): void {
    this.#isOpen = false
    this.#again?.cancel()
  }

  /** A restored server holds less than before: everything after that is sent again. */
  #onReceipt(storedThrough: number): void {
    const isProgress = storedThrough > this.#receipt
    const isRestored = storedThrough < this.#receipt
    this.#receipt = storedThrough
    if (isProgress) this.#againAfterMs = AGAIN_AFTER_MS_MIN
    if (isRestored) this.#rewind()
    else {
      this.#next = Math.max(this.#next, storedThrough + 1)
      void this.#pump()
    }
  }

  #rewind(): void {
    this.#receipt = this.#options.outbox.storedThrough()
    this.#next = this.#receipt + 1
    void this.#pump()
  }

  async #pump(): Promise<void> {
    const { outbox } = this.#options
    while (
      this.#isOpen &&
      !this.#isReading &&
      this.#inFlight < IN_FLIGHT_MAX &&
      this.#next <= outbox.last()
    ) {
      const from = this.#next
      this.#isReading = true
      const records = await outbox.read(from, IN_FLIGHT_MAX - this.#inFlight).catch(() => undefined)
      this.#isReading = false
      if (this.#next !== from || !this.#isOpen) continue
      if (!records) return this.#sendAgainAfter(SECOND_MS)
      this.#next = (records.at(-1)?.sequence ?? outbox.last()) + 1
      for (const { bytes } of records) void this.#send(bytes)
    }
    if (this.#isOpen && this.#inFlight === 0 && outbox.last() > outbox.storedThrough()) {
      this.#sendAgainAfter(this.#againAfterMs)
    }
  }

  /** One record; if it is not acknowledged, all after the last receipt are sent again in a second. */
  async #send(bytes: Uint8Array): Promise<void> {
    this.#inFlight += 1
    try {
      await this.#options.publish(bytes)
    } catch {
      this.#inFlight -= 1
      if (this.#isOpen) this.#sendAgainAfter(SECOND_MS)
      return
    }
    this.#inFlight -= 1
    const { steps = NO_STEPS } = this.#options
    steps.reached('recordSent')
    void this.#pump()
  }

  #sendAgainAfter(delayMs: number): void {
    this.#again?.cancel()
    this.#again = this.#options.clock.after(delayMs, () => {
      if (delayMs > SECOND_MS) this.#againAfterMs = Math.min(this.#againAfterMs * 2, AGAIN_AFTER_MS_MAX)
      this.#rewind()
    })
  }
}
