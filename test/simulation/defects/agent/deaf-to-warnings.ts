import { type Emergency, matchTopic, parseJson, parseJws, type TransportMessage } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { hearing } from './spoilt-transport.ts'

/** The agent hears of no emergency before it is over. */
export const DEAF_TO_WARNINGS: Defect = {
  name: 'an agent that is deaf to warnings',
  foundBy: 'every emergency is heard or accounted for',
  agentParts: (parts) => hearing(parts, (message) => (stateIn(message) === 'active' ? [] : [message])),
}

/** The agent hears of an emergency, and never of its end. */
export const DEAF_TO_ENDS: Defect = {
  name: 'an agent that is deaf to the ends of emergencies',
  foundBy: 'an emergency that has ended falls silent',
  agentParts: (parts) =>
    hearing(parts, (message) => ((stateIn(message) ?? 'active') === 'active' ? [message] : [])),
}

/** Undefined for every other message. */
function stateIn({ topic, payload }: TransportMessage): Emergency['state'] | undefined {
  if (matchTopic(topic)?.name !== 'emergencies' || payload.length === 0) return undefined
  const jws = parseJws(payload, payload.length)
  // What the server has sealed: its shape is the topic's.
  return jws.ok ? (parseJson(jws.value.payload) as { body: Emergency }).body.state : undefined
}
