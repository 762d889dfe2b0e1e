import {
  Ack,
  type ClusterId,
  compileShape,
  Health,
  matchTopic,
  Presence,
  parseJson,
  type ShapeCheck,
  TOPICS,
  type TopicName,
  type TransportMessage,
} from '@tieng-lang/protocol'

/** What clusters say, checked; records are opened by the playout log, which knows the devices' keys. */
export interface InboundHandlers {
  onPresence(clusterId: ClusterId, presence: Presence): void
  onAck(clusterId: ClusterId, ack: Ack): void
  onHealth(clusterId: ClusterId, health: Health): void
  onRecord(clusterId: ClusterId, sealed: Uint8Array): void
  onRefused(source: ClusterId | undefined, code: InboundRefusal, detail: string): void
}

export type InboundRefusal = 'unknownType' | 'oversized' | 'malformed' | 'shapeMismatch'

const presenceCheck = compileShape(Presence)
const ackCheck = compileShape(Ack)
const healthCheck = compileShape(Health)

/** The upward topics of every cluster. */
export const INBOUND_FILTERS: readonly string[] = Object.values(TOPICS)
  .filter(({ direction }) => direction === 'up')
  .map(({ template }) => `tl/v1/${template.replace(/\{\w+\}/g, '+')}`)

/** Takes one message from the broker: topic, size, form, shape, in this order; what does not fit is refused by code. */
export function takeInbound({ topic, payload }: TransportMessage, handlers: InboundHandlers): void {
  const match = matchTopic(topic)
  const clusterId = match?.parameters.clusterId
  if (!match || TOPICS[match.name].direction !== 'up' || clusterId === undefined) {
    handlers.onRefused(undefined, 'unknownType', topic.slice(0, 200))
  } else if (payload.length > TOPICS[match.name].bytesMax) {
    handlers.onRefused(clusterId, 'oversized', `${match.name}: ${payload.length} bytes`)
  } else if (payload.length > 0) {
    // An empty retained payload means nothing (DESIGN §3).
    takePayload(match.name, { clusterId, payload }, handlers)
  }
}

function takePayload(
  name: TopicName,
  { clusterId, payload }: { clusterId: ClusterId; payload: Uint8Array },
  handlers: InboundHandlers,
): void {
  if (name === 'playouts') handlers.onRecord(clusterId, payload)
  const take = <T>(check: ShapeCheck<T>, tell: (value: T) => void) => {
    const value = parseJson(payload)
    const code = value === undefined ? 'malformed' : 'shapeMismatch'
    if (check.check(value)) tell(value)
    else handlers.onRefused(clusterId, code, `${name} ${check.explain(value)}`)
  }
  if (name === 'presence') take(presenceCheck, (presence) => handlers.onPresence(clusterId, presence))
  if (name === 'acks') take(ackCheck, (ack) => handlers.onAck(clusterId, ack))
  if (name === 'health') take(healthCheck, (health) => handlers.onHealth(clusterId, health))
}
