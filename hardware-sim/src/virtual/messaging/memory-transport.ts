import {
  type Cancellable,
  type Chance,
  type Clock,
  CodedError,
  type MessageTransport,
  SECOND_MS,
  type TransportHandlers,
  type TransportMessage,
  type TransportOptions,
} from '@tieng-lang/protocol'
import { Backoff } from '@tieng-lang/protocol/node'
import type { MemoryBroker, MemorySession } from './memory-broker.ts'
import type { Direction, LinkConnection, MemoryLink } from './memory-link.ts'

const KEEP_ALIVE_S = 30
const PUBLISH_TIMEOUT_MS = 10 * SECOND_MS
const CONNECT_TIMEOUT_MS = 10 * SECOND_MS
/** Fixed header, length of the topic, packet identifier. */
const HEADER_BYTES = 8

export interface MemoryTransportParts {
  broker: MemoryBroker
  link: MemoryLink
  chance: Chance
  /** The client's own clock, where it is another than the broker's: its timers end with its machine. */
  clock?: Clock
}

/** The twin of `mqttTransport`: the same behaviour against a broker in memory. The urls are not looked at. */
export function memoryTransport(
  options: Omit<TransportOptions, 'urls'>,
  parts: MemoryTransportParts,
): MessageTransport {
  return new MemoryTransport(options, parts)
}

/** One attempt to connect and what came of it. */
interface Attempt {
  wire: LinkConnection
  session: MemorySession | undefined
  connectedAtMs: number | undefined
  silence: Cancellable | undefined
  waiting: Set<(error: CodedError) => void>
}

class MemoryTransport implements MessageTransport {
  readonly #options: Omit<TransportOptions, 'urls'>
  readonly #parts: MemoryTransportParts
  readonly #backoff: Backoff
  #handlers: TransportHandlers | undefined
  #attempt: Attempt | undefined
  #retry: Cancellable | undefined

  constructor(options: Omit<TransportOptions, 'urls'>, parts: MemoryTransportParts) {
    this.#options = options
    this.#parts = parts
    this.#backoff = new Backoff(parts.chance)
  }

  get #clock(): Clock {
    return this.#parts.clock ?? this.#parts.broker.clock
  }

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers
    this.#open()
  }

  publish(topic: string, payload: Uint8Array, { isRetained }: { isRetained: boolean }): Promise<void> {
    const message = { topic, payload: new Uint8Array(payload), isRetained }
    return this.#ask({ act: (session) => session.publish(message), messageBytes: bytesOnWire(message) })
  }

  subscribe(filters: readonly string[]): Promise<void> {
    let granted: readonly string[] = []
    return this.#ask({
      act: (session) => {
        const refused = session.subscribe(filters)
        granted = filters.filter((filter) => !refused.includes(filter))
        if (refused.length > 0) throw new CodedError('subscriptionRefused', `refused: ${refused.join(' ')}`)
      },
      afterwards: (session) => session.sendRetained(granted),
    })
  }

  unsubscribe(filters: readonly string[]): Promise<void> {
    return this.#ask({ act: (session) => session.unsubscribe(filters) })
  }

  async stop(): Promise<void> {
    this.#handlers = undefined
    this.#retry?.cancel()
    const attempt = this.#attempt
    if (!attempt) return
    const { session } = attempt
    this.#lose(attempt, new CodedError('notConnected', 'stopped'))
    // DISCONNECT travels up; where it cannot, the broker finds out by itself and sends the Will.
    if (!this.#parts.link.isBlocked('up')) session?.end({ isClean: true })
    else this.#parts.broker.clock.after(this.#patienceMs(), () => session?.end({ isClean: false }))
  }

  #open(): void {
    const { link } = this.#parts
    const attempt: Attempt = {
      wire: link.connect({
        onBlocked: (direction) => this.#onBlocked(attempt, direction),
        onReset: () => this.#break(attempt, 'reset'),
      }),
      session: undefined,
      connectedAtMs: undefined,
      silence: undefined,
      waiting: new Set(),
    }
    this.#attempt = attempt
    attempt.silence = this.#clock.after(CONNECT_TIMEOUT_MS, () => this.#break(attempt, 'no answer'))
    const will = this.#options.will?.()
    attempt.wire.send('up', () =>
      this.#arrive(attempt, will && { ...will, payload: new Uint8Array(will.payload) }),
    )
  }

  /** CONNECT arrives at the broker; its CONNACK travels back. */
  #arrive(attempt: Attempt, will: ReturnType<NonNullable<TransportOptions['will']>> | undefined): void {
    const answer = this.#parts.broker.connect(
      { ...this.#options, will, keepAliveS: this.#options.keepAliveS ?? KEEP_ALIVE_S },
      {
        deliver: (message) =>
          attempt.wire.sendMessage(
            'down',
            () => this.#tell((to) => to.onMessage(message)),
            bytesOnWire(message),
          ),
        close: () => {
          attempt.session = undefined
          attempt.wire.send('down', () => this.#break(attempt, 'closed by the broker'))
        },
      },
    )
    if (answer === undefined) this.#break(attempt, 'nobody listens')
    else if ('returnCode' in answer) {
      const refused = new CodedError('connectionRefused', `refused with ${answer.returnCode}`)
      attempt.wire.send('down', () => this.#lose(attempt, refused))
    } else {
      attempt.session = answer
      attempt.wire.send('down', () => this.#onConnected(attempt))
    }
  }

  #onConnected(attempt: Attempt): void {
    attempt.silence?.cancel()
    attempt.connectedAtMs = this.#clock.monotonicMs()
    for (const direction of ['up', 'down'] as const)
      if (this.#parts.link.isBlocked(direction)) this.#onBlocked(attempt, direction)
    this.#tell((handlers) => handlers.onConnected())
  }

  /**
   * Keep-alive, looked at only while a direction is blocked, since else every ping is answered: within one and a half
   * intervals the side that hears nothing gives up (MQTT 3.1.1 §3.1.2.10). A blocked way up silences both.
   */
  #onBlocked(attempt: Attempt, direction: Direction): void {
    if (attempt.connectedAtMs === undefined) return
    const { broker, link } = this.#parts
    const patienceMs = this.#patienceMs()
    broker.clock.after(patienceMs, () => {
      const sinceMs = link.blockedSinceMs(direction)
      if (sinceMs !== undefined && broker.clock.monotonicMs() - sinceMs >= patienceMs)
        this.#break(attempt, 'silence')
    })
  }

  #patienceMs(): number {
    return 1.5 * (this.#options.keepAliveS ?? KEEP_ALIVE_S) * SECOND_MS
  }

  /** The connection breaks without DISCONNECT: at the broker the Will is sent. */
  #break(attempt: Attempt, why: string): void {
    const { session } = attempt
    this.#lose(attempt, new CodedError('notConnected', `not connected: ${why}`))
    session?.end({ isClean: false })
  }

  #lose(attempt: Attempt, cause: CodedError): void {
    if (this.#attempt !== attempt) return
    this.#attempt = undefined
    attempt.wire.close()
    attempt.silence?.cancel()
    for (const reject of [...attempt.waiting]) reject(cause)
    if (!this.#handlers) return
    const { connectedAtMs } = attempt
    const lastedMs = connectedAtMs === undefined ? 0 : this.#clock.monotonicMs() - connectedAtMs
    this.#retry = this.#clock.after(this.#pauseMs(lastedMs), () => this.#open())
    this.#tell((handlers) =>
      connectedAtMs === undefined ? handlers.onConnectFailed?.(cause) : handlers.onDisconnected(),
    )
  }

  #pauseMs(lastedMs: number): number {
    return this.#backoff.nextDelayMs(lastedMs, this.#options.retryMsMax?.())
  }

  /** A question that travels up, its answer that travels down, and what follows it in the same direction. */
  #ask(question: {
    act(session: MemorySession): void
    afterwards?(session: MemorySession): void
    /** Of a message, which may come twice. */
    messageBytes?: number
  }): Promise<void> {
    const attempt = this.#attempt
    if (attempt?.connectedAtMs === undefined || !this.#handlers)
      return Promise.reject(new CodedError('notConnected', 'no connection to a broker'))
    return new Promise((resolve, reject) => {
      const settle = (error: CodedError | undefined) => {
        if (!attempt.waiting.delete(settle)) return
        timer.cancel()
        if (error) reject(error)
        else resolve()
      }
      const timeoutMs = this.#options.publishTimeoutMs ?? PUBLISH_TIMEOUT_MS
      const timer = this.#clock.after(timeoutMs, () =>
        settle(new CodedError('timedOut', `no acknowledgement in ${timeoutMs} ms`)),
      )
      attempt.waiting.add(settle)
      const arrive = () => {
        const { session } = attempt
        if (!session) return
        const error = refusalOf(() => question.act(session))
        attempt.wire.send('down', () => settle(error))
        question.afterwards?.(session)
      }
      const { messageBytes } = question
      if (messageBytes !== undefined) attempt.wire.sendMessage('up', arrive, messageBytes)
      else attempt.wire.send('up', arrive)
    })
  }

  #tell(say: (handlers: TransportHandlers) => void): void {
    if (this.#handlers) say(this.#handlers)
  }
}

/** As a PUBLISH packet (MQTT 3.1.1 §3.3). */
function bytesOnWire({ topic, payload }: TransportMessage): number {
  return HEADER_BYTES + topic.length + payload.length
}

function refusalOf(act: () => void): CodedError | undefined {
  try {
    act()
    return undefined
  } catch (cause) {
    if (cause instanceof CodedError) return cause
    throw cause
  }
}
