/** Of one upward topic only the newest message matters: one under way, at most one waiting, the latest wins. */
export class LatestOnly {
  readonly #publish: (payload: Uint8Array) => Promise<void>
  #waiting: Uint8Array | undefined
  #isOpen = false
  #isSending = false

  /** `publish` resolves on the broker's acknowledgement. */
  constructor(publish: (payload: Uint8Array) => Promise<void>) {
    this.#publish = publish
  }

  set(payload: Uint8Array): void {
    this.#waiting = payload
    void this.#pump()
  }

  /** There is a connection: what waits is sent. */
  open(): void {
    this.#isOpen = true
    void this.#pump()
  }

  close(): void {
    this.#isOpen = false
  }

  async #pump(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    while (this.#isOpen && this.#waiting) {
      const payload = this.#waiting
      this.#waiting = undefined
      // What was not acknowledged is old by the next connection: the next measurement follows anyway.
      await this.#publish(payload).catch(() => undefined)
    }
    this.#isSending = false
  }
}
