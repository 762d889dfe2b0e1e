import type { AgentParts } from '@tieng-lang/edge-agent'
import { matchTopic, parseJson, parseJws, type TopicName, type TransportMessage } from '@tieng-lang/protocol'

/** Lets the agent hear other messages than those that came, and more of them `later`. */
export function hearing(
  parts: AgentParts,
  hear: (message: TransportMessage, later: (message: TransportMessage) => void) => TransportMessage[],
): AgentParts {
  return {
    ...parts,
    transport: (options) => {
      const transport = parts.transport(options)
      return {
        start: (handlers) =>
          transport.start({
            onConnected: () => handlers.onConnected(),
            onDisconnected: () => handlers.onDisconnected(),
            onMessage: (message) => {
              for (const heard of hear(message, (more) => handlers.onMessage(more))) handlers.onMessage(heard)
            },
          }),
        publish: (topic, payload, how) => transport.publish(topic, payload, how),
        subscribe: (filters) => transport.subscribe(filters),
        unsubscribe: (filters) => transport.unsubscribe(filters),
        stop: () => transport.stop(),
      }
    },
  }
}

/** The agent takes any signature for right. */
export function trustingAnyone(parts: AgentParts): AgentParts {
  const { algorithm } = parts.signatures
  return { ...parts, signatures: { algorithm, verify: () => true } }
}

/** What is inside an envelope, with other claims under the old signature. Undefined where the topic is another. */
export function forged<Claims>(
  { topic, payload, isRetained }: TransportMessage,
  name: TopicName,
  change: (claims: Claims) => Claims,
): TransportMessage | undefined {
  if (matchTopic(topic)?.name !== name) return undefined
  const [header = '', , signature = ''] = Buffer.from(payload).toString('latin1').split('.')
  const jws = parseJws(payload, payload.length)
  if (!jws.ok) return undefined
  // What the server has sealed: its shape is the topic's.
  const claims = change(parseJson(jws.value.payload) as Claims)
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return { topic, payload: Buffer.from(`${header}.${body}.${signature}`, 'latin1'), isRetained }
}
