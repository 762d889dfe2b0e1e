import {
  type Cancellable,
  type Clock,
  CodedError,
  type MessageTransport,
  SECOND_MS,
  type Steps,
  type TransportMessage,
  topicOf,
} from '@tieng-lang/protocol'
import type { Database } from '../storage/database.ts'
import { DocumentPublisher } from './document-publisher.ts'
import { INBOUND_FILTERS } from './inbound.ts'
import { clearRetained, isStaleRetained, RETAINED_FILTERS } from './stale-retained.ts'

export interface BrokerLinkOptions {
  transport: MessageTransport
  database: Database
  clock: Clock
  /** The keys that are ours: only what they sealed may be cleared. */
  ownKids: ReadonlySet<string>
  /** Whether the broker may hold documents of another life of ours. The embedded one begins empty. */
  mayHoldStale: boolean
  /** What could not be done, for the log; the link itself goes on. */
  onTrouble(cause: unknown): void
  steps?: Steps
}

/** How long after a connection we look for retained documents that we no longer hold. */
const LOOK_FOR_STALE_MS = 10 * SECOND_MS
const RETRY_MS = SECOND_MS

/** The server's own connection to the broker: documents down, everything of the clusters up. */
export class BrokerLink {
  readonly publisher: DocumentPublisher
  readonly #options: BrokerLinkOptions
  #isConnected = false
  #isLooking = false
  #lookingEnd: Cancellable | undefined
  #retry: Cancellable | undefined
  #firstReady: { resolve(): void } | undefined
  #inbound: (message: TransportMessage) => void = () => {}
  #tellConnection: (isConnected: boolean) => void = () => {}

  constructor(options: BrokerLinkOptions) {
    this.#options = options
    this.publisher = new DocumentPublisher(options)
  }

  /** Who takes what the clusters say; set before `start`. */
  onInbound(take: (message: TransportMessage) => void): void {
    this.#inbound = take
  }

  /** Who is told when the broker is reached and when it is lost. */
  onConnection(tell: (isConnected: boolean) => void): void {
    this.#tellConnection = tell
  }

  /** Resolves when every current document has been acknowledged by the broker for the first time. */
  start(): Promise<void> {
    const { transport, onTrouble } = this.#options
    return new Promise((resolve) => {
      this.#firstReady = { resolve }
      transport.start({
        onConnected: () => {
          this.#isConnected = true
          this.#tellConnection(true)
          this.#settleIn()
        },
        onDisconnected: () => {
          this.#isConnected = false
          this.#tellConnection(false)
          this.publisher.disconnected()
          this.#lookingEnd?.cancel()
          this.#retry?.cancel()
        },
        onConnectFailed: onTrouble,
        onMessage: (message) => this.#onMessage(message),
      })
    })
  }

  async stop(): Promise<void> {
    this.#lookingEnd?.cancel()
    this.#retry?.cancel()
    this.publisher.stop()
    await this.#options.transport.stop()
  }

  isConnected(): boolean {
    return this.#isConnected
  }

  /** Publishes what is not retained (a command). Rejects with a `CodedError` where the broker does not acknowledge. */
  send(topic: string, payload: Uint8Array): Promise<void> {
    if (!this.#isConnected) return Promise.reject(new CodedError('notConnected', 'the broker is not reached'))
    return this.#options.transport.publish(topic, payload, { isRetained: false })
  }

  /** Resolves when the broker has acknowledged a small message to nobody: that it is reached and works. */
  pulse(): Promise<void> {
    return this.send(topicOf('pulse'), new Uint8Array())
  }

  /** A broker that is too busy to grant a subscription is asked again: connected but deaf would be the worst. */
  #settleIn(): void {
    const { clock, onTrouble } = this.#options
    this.#onConnected().catch((cause: unknown) => {
      onTrouble(cause)
      if (this.#isConnected) this.#retry = clock.after(RETRY_MS, () => this.#settleIn())
    })
  }

  async #onConnected(): Promise<void> {
    await this.#options.transport.subscribe(INBOUND_FILTERS)
    await this.publisher.republishAll()
    this.#firstReady?.resolve()
    if (this.#options.mayHoldStale) await this.#lookForStale()
  }

  /** Only after our own are all published: so a broker that begins empty sends us none of them back. */
  async #lookForStale(): Promise<void> {
    const { transport, clock, onTrouble } = this.#options
    this.#isLooking = true
    this.#lookingEnd?.cancel()
    this.#lookingEnd = clock.after(LOOK_FOR_STALE_MS, () => {
      this.#isLooking = false
      transport.unsubscribe(RETAINED_FILTERS).catch(onTrouble)
    })
    await transport.subscribe(RETAINED_FILTERS)
  }

  #onMessage(message: TransportMessage): void {
    const { transport, database, ownKids, onTrouble } = this.#options
    if (!this.#isLooking || !isDownward(message.topic)) this.#inbound(message)
    else if (isStaleRetained(message, { database, ownKids }))
      clearRetained(transport, message.topic).catch(onTrouble)
  }
}

const DOWNWARD = RETAINED_FILTERS.map((filter) => new RegExp(`^${filter.replaceAll('+', '[^/]+')}$`))

function isDownward(topic: string): boolean {
  return DOWNWARD.some((expression) => expression.test(topic))
}
