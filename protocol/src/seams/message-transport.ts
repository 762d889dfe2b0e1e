import type { CodedError } from '../errors.ts'

/**
 * The seam to a broker. The real end is MQTT 3.1.1 (`@tieng-lang/protocol/node`), its twin lives in memory on a virtual
 * clock; both pass the same contract test. Everything is QoS 1 with a clean session.
 */
export interface MessageTransport {
  /** Connects, and keeps connecting until `stop`. Resolves at once; `onConnected` tells when. */
  start(handlers: TransportHandlers): void
  /** Resolves when the broker has acknowledged; rejects with a `CodedError` (`notConnected`, `timedOut`, …). */
  publish(topic: string, payload: Uint8Array, options: { isRetained: boolean }): Promise<void>
  /** Resolves when the broker has granted every filter; rejects with `subscriptionRefused` and the filter. */
  subscribe(filters: readonly string[]): Promise<void>
  unsubscribe(filters: readonly string[]): Promise<void>
  /** Disconnects cleanly: the Will is not sent. */
  stop(): Promise<void>
}

export interface TransportHandlers {
  /** After each (re)connection; subscriptions of the last connection are gone (clean session). */
  onConnected(): void
  onDisconnected(): void
  /** An attempt that never came to a connection: `connectionRefused` (the broker said no) or `notConnected`. */
  onConnectFailed?(cause: CodedError): void
  /** In order of arrival. The transport acknowledges when this returns; it must not throw. */
  onMessage(message: TransportMessage): void
}

export interface TransportMessage {
  topic: string
  payload: Uint8Array
  /** True for what the broker held when the subscription was made. */
  isRetained: boolean
}

/** The Last Will, published by the broker when the connection is lost. */
export interface Will {
  topic: string
  payload: Uint8Array
  isRetained: boolean
}

export interface TransportOptions {
  /** Tried in turn; `mqtt://host:port`. */
  urls: readonly string[]
  clientId: string
  username: string
  password: string
  will?: () => Will
  /** At most 30 s (DESIGN §3). */
  keepAliveS?: number
  publishTimeoutMs?: number
  /** Asked before each pause: how long the one before the next attempt may be at most; 30 s where nothing is said. */
  retryMsMax?: () => number
}
