import { connect as connectSocket } from 'node:net'
import { ErrorWithSubackPacket, type IClientOptions, MqttClient } from 'mqtt'
import { CodedError } from '../errors.ts'
import type { TransportMessage, TransportOptions } from '../seams/message-transport.ts'
import type { Cancellable, Clock } from '../time.ts'

/** One connection to one broker, from the first byte to the last; whoever wants another opens another. */
export interface MqttConnection {
  publish(topic: string, payload: Uint8Array, options: { isRetained: boolean }): Promise<void>
  subscribe(filters: readonly string[]): Promise<void>
  unsubscribe(filters: readonly string[]): Promise<void>
  /** Waits a moment for what is unacknowledged, then says DISCONNECT, so that the Will is not sent. */
  close(): Promise<void>
}

export interface ConnectionEvents {
  onConnected(): void
  onMessage(message: TransportMessage): void
  /** Once, at the end, whatever ended it; also where it never came to a connection. */
  onEnded(cause: CodedError): void
}

const DEFAULT_PORT = 1883
const KEEP_ALIVE_S_MAX = 30
const CONNECT_TIMEOUT_MS = 10_000
const PUBLISH_TIMEOUT_MS = 10_000
const CLOSE_TIMEOUT_MS = 2_000
const MESSAGES_PER_TURN_MAX = 16
/** What may wait for its PUBACK at once; more is the caller's haste, and is refused. */
const UNACKNOWLEDGED_BYTES_MAX = 64 * 1_048_576

/**
 * Opens a connection to `url` (`mqtt://host:port`). MQTT 3.1.1, clean session, no reconnection of its own. Throws
 * `badUrl` for anything else: `mqtts` above all is never answered with a connection in the clear.
 */
export function openMqttConnection(
  url: string,
  options: TransportOptions & { clock: Clock },
  events: ConnectionEvents,
): MqttConnection {
  const { host, port } = addressOf(url)
  // TCP_NODELAY: without it parallel QoS 1 publishes wait for each other's acknowledgements (DESIGN §3).
  const openSocket = () => connectSocket({ host, port, noDelay: true })
  const client = new MqttClient(openSocket, clientOptions(options))
  const waiting = new Waiting(options.clock, options.publishTimeoutMs ?? PUBLISH_TIMEOUT_MS)
  let lastError: Error | undefined
  client.handleMessage = sharingTheLoop()

  client.on('connect', () => events.onConnected())
  client.on('message', (topic, payload, packet) =>
    events.onMessage({ topic, payload, isRetained: packet.retain }),
  )
  client.on('error', (error) => {
    lastError ??= error
    client.stream.destroy()
  })
  client.once('close', () => {
    const ended = endedBy(url, lastError)
    waiting.rejectAll(ended)
    events.onEnded(ended)
  })

  return {
    publish: (topic, payload, { isRetained }) =>
      waiting.run(payload.length, (done) =>
        client.publish(topic, asBuffer(payload), { qos: 1, retain: isRetained }, (error) => done(error)),
      ),
    subscribe: (filters) =>
      waiting.run(0, (done) =>
        client.subscribe([...filters], { qos: 1 }, (error) => done(error && subscribeError(error, filters))),
      ),
    unsubscribe: (filters) =>
      waiting.run(0, (done) => client.unsubscribe([...filters], (error) => done(error))),
    close: () => close(client, options.clock),
  }
}

function addressOf(url: string): { host: string; port: number } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'mqtt:' || parsed.hostname === '')
    throw new CodedError('badUrl', `not mqtt://host:port: ${url}`)
  // RFC 3986 §3.2.2: an IPv6 address stands in brackets, which are no part of it.
  return { host: parsed.hostname.replace(/^\[|\]$/g, ''), port: Number(parsed.port || DEFAULT_PORT) }
}

function clientOptions(options: TransportOptions): IClientOptions {
  const will = options.will?.()
  return {
    protocolVersion: 4,
    clientId: options.clientId,
    username: options.username,
    password: options.password,
    clean: true,
    keepalive: Math.min(options.keepAliveS ?? KEEP_ALIVE_S_MAX, KEEP_ALIVE_S_MAX),
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    // It would fill 65,536 small buffers at the first packet: some 8 MB, and 20 ms of a small board.
    writeCache: false,
    timerVariant: 'native',
    ...(will && {
      will: { topic: will.topic, payload: asBuffer(will.payload), qos: 1 as const, retain: will.isRetained },
    }),
  }
}

/**
 * The library works off whatever one read brought, hundreds of messages, without giving up the loop. This is its hook
 * for back-pressure: after some messages the next one waits a turn, so that timers and other sockets get theirs.
 */
function sharingTheLoop(): MqttClient['handleMessage'] {
  let messages = 0
  return (_packet, proceed) => {
    if (++messages % MESSAGES_PER_TURN_MAX === 0) setImmediate(proceed)
    else proceed()
  }
}

function endedBy(url: string, cause: Error | undefined): CodedError {
  // mqtt.js: a refused CONNECT carries the return code of MQTT 3.1.1 §3.2.2.3 as a number, a socket error a name.
  const returnCode = cause && 'code' in cause && typeof cause.code === 'number' ? cause.code : undefined
  if (returnCode !== undefined)
    return new CodedError('connectionRefused', `${url} refused with ${returnCode}`, { cause })
  return new CodedError('notConnected', `not connected to ${url}`, cause && { cause })
}

/** Bit 7 of a SUBACK's return code means refused (MQTT 3.1.1 §3.9.3). */
function subscribeError(error: Error, filters: readonly string[]): Error {
  if (!(error instanceof ErrorWithSubackPacket) || error.packet === undefined) return error
  const granted = error.packet.granted
  const refused = filters.filter((_, index) => (Number(granted[index]) & 0x80) !== 0)
  return new CodedError('subscriptionRefused', `refused: ${refused.join(' ')}`, { cause: error })
}

function close(client: MqttClient, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(CLOSE_TIMEOUT_MS, () => client.stream.destroy())
    client.stream.once('close', () => {
      timer.cancel()
      resolve()
    })
    if (client.stream.destroyed) resolve()
    if (client.connected) client.end()
    else client.stream.destroy()
  })
}

/** The acknowledgements that are awaited: each ends once, by its answer, its time-out, or the connection's end. */
class Waiting {
  readonly #clock: Clock
  readonly #timeoutMs: number
  readonly #open = new Set<(error: Error) => void>()
  #bytes = 0

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.#timeoutMs = timeoutMs
  }

  run(sizeBytes: number, act: (done: (error: Error | null | undefined) => void) => void): Promise<void> {
    if (this.#bytes + sizeBytes > UNACKNOWLEDGED_BYTES_MAX)
      return Promise.reject(
        new CodedError('limitExceeded', `over ${UNACKNOWLEDGED_BYTES_MAX} unacknowledged bytes`),
      )
    return new Promise((resolve, reject) => {
      let timer: Cancellable | undefined
      const settle = (error: Error | null | undefined) => {
        if (!this.#open.delete(settle)) return
        this.#bytes -= sizeBytes
        timer?.cancel()
        if (error) reject(coded(error))
        else resolve()
      }
      this.#open.add(settle)
      this.#bytes += sizeBytes
      timer = this.#clock.after(this.#timeoutMs, () =>
        settle(new CodedError('timedOut', `no acknowledgement in ${this.#timeoutMs} ms`)),
      )
      act(settle)
    })
  }

  rejectAll(error: Error): void {
    for (const settle of [...this.#open]) settle(error)
  }
}

function coded(error: Error): CodedError {
  return error instanceof CodedError
    ? error
    : new CodedError('notConnected', `not acknowledged: ${error.message}`, { cause: error })
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
