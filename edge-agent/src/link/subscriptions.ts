import {
  type Cancellable,
  type Chance,
  type Clock,
  type MessageTransport,
  MINUTE_MS,
  SECOND_MS,
} from '@tieng-lang/protocol'

export interface SubscriptionsOptions {
  clock: Clock
  chance: Chance
  transport: MessageTransport
  /** What is to be heard now; it changes with the area path. */
  filters: () => readonly string[]
  /** The first subscription of a connection was granted. */
  onListening: () => void
}

/** What could not be stored is asked for again after this. */
const AGAIN_MS = MINUTE_MS

/** Keeps one connection subscribed to what the cluster is to hear. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions
  #isOpen = false
  #granted: readonly string[] = []
  readonly #leaving = new Set<string>()
  #openAgain: Cancellable | undefined
  #askAgain: Cancellable | undefined

  constructor(options: SubscriptionsOptions) {
    this.#options = options
  }

  /** A new connection: nothing is subscribed yet. Refused or unanswered, it is tried again in 5-10 s. */
  async open(): Promise<void> {
    this.#isOpen = true
    if (!(await this.#subscribe())) {
      this.#tryAgain()
      return
    }
    // A retained config may have come, with another area path, before the subscription was acknowledged.
    await this.follow()
    if (this.#isOpen) this.#options.onListening()
  }

  close(): void {
    this.#isOpen = false
    this.#granted = []
    this.#openAgain?.cancel()
    this.#askAgain?.cancel()
    this.#askAgain = undefined
  }

  /**
   * A cluster that moves listens to both paths until its new config is acknowledged: resolves when it listens to the
   * new one as well. What is left is heard until `leave`, over a lost connection too.
   */
  async follow(): Promise<void> {
    const before = this.#granted
    const filters = this.#options.filters()
    for (const filter of before) if (!filters.includes(filter)) this.#leaving.add(filter)
    if (before.length === 0 || filters.every((filter) => before.includes(filter))) return
    if (!(await this.#subscribe())) this.askAgainLater()
  }

  /** The broker has the acknowledgement of the newest config: only its own areas are listened to from here on. */
  async leave(): Promise<void> {
    const filters = this.#options.filters()
    const left = [...this.#leaving].filter((filter) => !filters.includes(filter))
    this.#leaving.clear()
    this.#granted = this.#granted.filter((filter) => !left.includes(filter))
    if (this.#isOpen && left.length > 0)
      await this.#options.transport.unsubscribe(left).catch(() => undefined)
  }

  /** In a minute every retained document is asked for once more, which a new subscription does (MQTT 3.1.1 §3.8.4). */
  askAgainLater(): void {
    this.#askAgain ??= this.#options.clock.after(AGAIN_MS, () => void this.#ask())
  }

  async #ask(): Promise<void> {
    this.#askAgain = undefined
    if (this.#isOpen && !(await this.#subscribe())) this.askAgainLater()
  }

  #tryAgain(): void {
    const { chance, clock } = this.#options
    this.#openAgain?.cancel()
    this.#openAgain = clock.after((5 + 5 * chance.next()) * SECOND_MS, () => {
      if (this.#isOpen && this.#granted.length === 0) void this.open()
    })
  }

  /** Whether it was granted. */
  async #subscribe(): Promise<boolean> {
    const filters = [...new Set([...this.#options.filters(), ...this.#leaving])]
    try {
      await this.#options.transport.subscribe(filters)
      if (this.#isOpen) this.#granted = filters
      return this.#isOpen
    } catch {
      return false
    }
  }
}
