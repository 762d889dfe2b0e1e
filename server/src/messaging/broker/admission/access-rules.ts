import {
  matchTopic,
  mayClusterPublish,
  mayClusterSubscribe,
  TOPIC_PREFIX,
  TOPICS,
} from '@tieng-lang/protocol'
import type { BrokerAccount } from './credentials.ts'

/** Why the broker refused something; each is counted and reported by its own code. */
export const BROKER_REFUSALS = [
  'unknownUsername',
  'wrongPassword',
  'clientIdMismatch',
  'persistentSession',
  'willNotAllowed',
  'keepAliveTooLong',
  'publishNotAllowed',
  'retainNotAllowed',
  'payloadOversized',
  'retainedFull',
  'qosNotSupported',
  'subscriptionNotAllowed',
  'tooManySubscriptions',
  'tooManyConnections',
  'packetOversized',
  'slowConsumer',
] as const
export type BrokerRefusal = (typeof BROKER_REFUSALS)[number]

const TOPIC_LENGTH_MAX = 300

interface Publication {
  topic: string
  payload: string | Uint8Array
  retain?: boolean
}

/**
 * Why an account may not publish this, or undefined where it may. A cluster writes its own upward rows, each within
 * its size and retained only where the row is; a server anything below our prefix.
 */
export function publishRefusal(account: BrokerAccount, publication: Publication): BrokerRefusal | undefined {
  const { topic, payload, retain } = publication
  if (account.role === 'server') return topic.startsWith(TOPIC_PREFIX) ? undefined : 'publishNotAllowed'
  const match = matchTopic(topic)
  if (!match || !mayClusterPublish(account.username, topic)) return 'publishNotAllowed'
  const row = TOPICS[match.name]
  if (retain && !row.isRetained) return 'retainNotAllowed'
  return payload.length > row.bytesMax ? 'payloadOversized' : undefined
}

/** Why an account may not subscribe to this filter, or undefined where it may. `$SYS` is closed to all. */
export function subscribeRefusal(account: BrokerAccount, filter: string): BrokerRefusal | undefined {
  if (filter.length > TOPIC_LENGTH_MAX) return 'subscriptionNotAllowed'
  const isAllowed =
    account.role === 'server'
      ? filter.startsWith(TOPIC_PREFIX)
      : mayClusterSubscribe(account.username, filter)
  return isAllowed ? undefined : 'subscriptionNotAllowed'
}
