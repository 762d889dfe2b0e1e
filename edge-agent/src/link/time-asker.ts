import { type Cancellable, type Chance, type Clock, HOUR_MS, MINUTE_MS } from '@tieng-lang/protocol'
import type { ClockTrust } from '../stores/clock-trust.ts'
import { newNonce, presenceBytes, type Speaker } from './presence.ts'

export interface TimeAskerOptions {
  speaker: Speaker
  clock: Clock
  chance: Chance
  clockTrust: ClockTrust
  /** Publishes a presence; resolves on the broker's acknowledgement. */
  publish: (presence: Uint8Array) => Promise<void>
}

/** The server's time is asked anew so often, by a clock that is trusted and by one that is not. */
const ASK_TRUSTED_MS = HOUR_MS
const ASK_UNTRUSTED_MS = MINUTE_MS

/** Says that the cluster is here, each time with a fresh nonce that the server's command `time` answers. */
export class TimeAsker {
  readonly #options: TimeAskerOptions
  #isOpen = false
  #next: Cancellable | undefined

  constructor(options: TimeAskerOptions) {
    this.#options = options
  }

  /** Listens to the clock: one that has lost its trust asks at once. */
  start(): void {
    this.#options.clockTrust.onChange((state) => {
      if (state !== 'trusted') this.ask()
    })
  }

  /** There is a connection that listens for the answer. */
  open(): void {
    this.#isOpen = true
    this.ask()
  }

  close(): void {
    this.#isOpen = false
    this.#next?.cancel()
  }

  /** Asks at once, where there is a connection; the next regular question is put off by that. */
  ask(): void {
    if (!this.#isOpen) return
    const { chance, clock, clockTrust, publish, speaker } = this.#options
    const timeNonce = newNonce(chance)
    clockTrust.asked(timeNonce)
    // Not acknowledged = not connected: the next connection asks by itself.
    void publish(presenceBytes(speaker, { isConnected: true, timeNonce, at: clock.now() })).catch(
      () => undefined,
    )
    const everyMs = clockTrust.state() === 'trusted' ? ASK_TRUSTED_MS : ASK_UNTRUSTED_MS
    this.#next?.cancel()
    // A little less each by chance, so that a thousand clusters that came back together do not ask together.
    this.#next = clock.after(everyMs * (1 - 0.1 * chance.next()), () => this.ask())
  }
}
