import { TOPIC_BYTES_MAX } from '@tieng-lang/protocol'

/** What the embedded broker allows; each has a default that suits 5,000 clusters on one server. */
export interface BrokerLimits {
  /** On the public listener, connections that have not yet given a password included. */
  connectionsMax: number
  /** A whole MQTT packet: fixed header, topic and payload. */
  packetBytesMax: number
  /** The first packet, CONNECT with its Will, from someone not yet known. */
  connectBytesMax: number
  subscriptionsPerClientMax: number
  /** What may wait for one cluster to read; more drops its connection. */
  pendingBytesPerClientMax: number
  /** The same for the server, to which thousands of retained presences go at once. */
  pendingBytesPerServerMax: number
  /** Messages that the server has not acknowledged; more of them are not taken from clusters (`ServerFlow`). */
  serverUnacknowledgedMax: number
  /** A client that takes nothing for so long is dropped (DESIGN §3). */
  drainTimeoutMs: number
  keepAliveSMax: number
  connectTimeoutMs: number
  retainedBytesMax: number
  topicLevelsMax: number
}

/** Fixed header, topic (at most 300 characters, by `matchTopic`) and packet identifier, generously. */
const PACKET_OVERHEAD_BYTES = 1_024

export const DEFAULT_LIMITS: BrokerLimits = {
  connectionsMax: 6_000,
  packetBytesMax: TOPIC_BYTES_MAX + PACKET_OVERHEAD_BYTES,
  connectBytesMax: 8_192,
  subscriptionsPerClientMax: 64,
  pendingBytesPerClientMax: 8 * 1_048_576,
  pendingBytesPerServerMax: 64 * 1_048_576,
  serverUnacknowledgedMax: 500,
  drainTimeoutMs: 5_000,
  keepAliveSMax: 30,
  connectTimeoutMs: 10_000,
  retainedBytesMax: 1_024 * 1_048_576,
  topicLevelsMax: 16,
}
