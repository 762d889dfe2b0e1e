import { CodedError } from '../errors.ts'
import type { MessageTransport, TransportHandlers, TransportOptions } from '../seams/message-transport.ts'
import type { Cancellable, Chance, Clock } from '../time.ts'
import { Backoff } from './backoff.ts'
import { type MqttConnection, openMqttConnection } from './mqtt-connection.ts'
import { systemChance } from './system-chance.ts'

/**
 * A client of an MQTT 3.1.1 broker: QoS 1, clean sessions, reconnecting with jittered backoff of 1-30 s (or up to
 * `retryMsMax`) through the urls in turn. Nothing is queued across a loss: an unacknowledged `publish` rejects, and the caller knows what to
 * send again. `chance` spreads the reconnections of a thousand clusters.
 */
export function mqttTransport(
  options: TransportOptions,
  clock: Clock,
  chance: Chance = systemChance,
): MessageTransport {
  return new MqttTransport(options, clock, chance)
}

class MqttTransport implements MessageTransport {
  readonly #options: TransportOptions & { clock: Clock }
  readonly #clock: Clock
  readonly #backoff: Backoff
  #handlers: TransportHandlers | undefined
  #connection: MqttConnection | undefined
  #connectedAtMs: number | undefined
  #retry: Cancellable | undefined
  #attempts = 0
  #lastLoss: CodedError | undefined

  constructor(options: TransportOptions, clock: Clock, chance: Chance) {
    this.#options = { ...options, clock }
    this.#clock = clock
    this.#backoff = new Backoff(chance)
  }

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers
    this.#open()
  }

  publish(topic: string, payload: Uint8Array, options: { isRetained: boolean }): Promise<void> {
    return this.#connected((connection) => connection.publish(topic, payload, options))
  }

  subscribe(filters: readonly string[]): Promise<void> {
    return this.#connected((connection) => connection.subscribe(filters))
  }

  unsubscribe(filters: readonly string[]): Promise<void> {
    return this.#connected((connection) => connection.unsubscribe(filters))
  }

  async stop(): Promise<void> {
    this.#handlers = undefined
    this.#retry?.cancel()
    await this.#connection?.close()
  }

  #connected(act: (connection: MqttConnection) => Promise<void>): Promise<void> {
    if (this.#connection && this.#connectedAtMs !== undefined && this.#handlers) return act(this.#connection)
    return Promise.reject(
      new CodedError('notConnected', 'no connection to a broker', { cause: this.#lastLoss }),
    )
  }

  #open(): void {
    const url = this.#options.urls[this.#attempts++ % this.#options.urls.length]
    try {
      this.#connection = openMqttConnection(url ?? '', this.#options, {
        onConnected: () => {
          this.#connectedAtMs = this.#clock.monotonicMs()
          this.#tell((handlers) => handlers.onConnected())
        },
        onMessage: (message) => this.#tell((handlers) => handlers.onMessage(message)),
        onEnded: (cause) => this.#ended(cause),
      })
    } catch (cause) {
      // A bad url among the good ones is passed over like a host that does not answer.
      if (!(cause instanceof CodedError)) throw cause
      this.#ended(cause)
    }
  }

  #ended(cause: CodedError): void {
    const connectedAtMs = this.#connectedAtMs
    this.#connection = undefined
    this.#connectedAtMs = undefined
    this.#lastLoss = cause
    const lastedMs = connectedAtMs === undefined ? 0 : this.#clock.monotonicMs() - connectedAtMs
    if (!this.#handlers) return
    this.#retry = this.#clock.after(this.#pauseMs(lastedMs), () => this.#open())
    this.#tell((handlers) =>
      connectedAtMs === undefined ? handlers.onConnectFailed?.(cause) : handlers.onDisconnected(),
    )
  }

  #pauseMs(lastedMs: number): number {
    return this.#backoff.nextDelayMs(lastedMs, this.#options.retryMsMax?.())
  }

  /** A handler that throws is a broken invariant of ours: it ends the program, but never inside the library. */
  #tell(say: (handlers: TransportHandlers) => void): void {
    if (!this.#handlers) return
    try {
      say(this.#handlers)
    } catch (cause) {
      queueMicrotask(() => {
        throw cause
      })
    }
  }
}
