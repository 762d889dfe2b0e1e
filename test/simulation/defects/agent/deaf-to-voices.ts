import {
  type LiveSession,
  matchTopic,
  parseJson,
  parseJws,
  type TransportMessage,
} from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { hearing } from './spoilt-transport.ts'

/** The agent hears of nobody who speaks. */
export const DEAF_TO_VOICES: Defect = {
  name: 'an agent that is deaf to live voices',
  foundBy: 'every live voice is heard or accounted for',
  agentParts: (parts) =>
    hearing(parts, (message) => {
      const session = sessionIn(message)
      return session && session.occurrenceId === null ? [] : [message]
    }),
}

/** The agent hears that somebody speaks, and never that they have ended. */
export const DEAF_TO_LAST_WORDS: Defect = {
  name: 'an agent that is deaf to the ends of live voices',
  foundBy: 'a live voice ends with its session',
  agentParts: (parts) =>
    hearing(parts, (message) => (sessionIn(message)?.state === 'ended' ? [] : [message])),
}

/** Undefined for every other message. */
function sessionIn({ topic, payload }: TransportMessage): LiveSession | undefined {
  if (matchTopic(topic)?.name !== 'live' || payload.length === 0) return undefined
  const jws = parseJws(payload, payload.length)
  // What the server has sealed: its shape is the topic's.
  return jws.ok ? (parseJson(jws.value.payload) as { body: LiveSession }).body : undefined
}
