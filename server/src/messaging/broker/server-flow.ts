import type { Cancellable, Clock } from '@tieng-lang/protocol'

export interface ServerFlowOptions {
  clock: Clock
  /** So many messages the server may have before it that it has not acknowledged. */
  unacknowledgedMax: number
  /** A server that acknowledges nothing for so long is not waited for. */
  stuckMs: number
}

/**
 * Lets clusters publish as fast as the server takes it, and no faster. MQTT acknowledges hop by hop: without this the
 * broker would take what 500 clusters have gathered over days within a second, pile it up, and have to drop the server
 * for the slow reader that it then is, with all that had been acknowledged to the clusters. Who is held waits in its own
 * socket; the server hears what is newest after `unacknowledgedMax` messages at the latest.
 */
export class ServerFlow {
  readonly #options: ServerFlowOptions
  readonly #held: (() => void)[] = []
  /** Let go, and not yet with everyone who is to have it. */
  #released = 0
  #unacknowledged = 0
  #lastProgressMs = 0
  #patience: Cancellable | undefined

  constructor(options: ServerFlowOptions) {
    this.#options = options
  }

  /** Runs `publish` at once, or as soon as the server has room; in the order of asking. */
  whenRoom(publish: () => void): void {
    this.#held.push(publish)
    this.#release()
    if (this.#held.length > 0) this.#wait()
  }

  /** A message was written to the server. */
  noteForwarded(): void {
    this.#unacknowledged += 1
  }

  /** What was let go is with everyone who wants it, which may be nobody. */
  notePublished(): void {
    this.#released = Math.max(0, this.#released - 1)
    this.#release()
  }

  /** The server has taken one. */
  noteAcknowledged(): void {
    this.#unacknowledged = Math.max(0, this.#unacknowledged - 1)
    this.#lastProgressMs = this.#options.clock.monotonicMs()
    this.#release()
  }

  /** The server's connection is gone, and with it what lay before it. */
  reset(): void {
    this.#released = 0
    this.#unacknowledged = 0
    this.#release()
  }

  stop(): void {
    this.#patience?.cancel()
  }

  #release(): void {
    while (this.#held.length > 0 && this.#released + this.#unacknowledged < this.#options.unacknowledgedMax) {
      this.#released += 1
      this.#held.shift()?.()
    }
  }

  #wait(): void {
    const { clock, stuckMs } = this.#options
    this.#patience ??= clock.after(stuckMs, () => {
      this.#patience = undefined
      if (clock.monotonicMs() - this.#lastProgressMs >= stuckMs) this.reset()
      if (this.#held.length > 0) this.#wait()
    })
  }
}
