import {
  type MessageTransport,
  parseJws,
  TOPIC_PREFIX,
  TOPICS,
  type TransportMessage,
} from '@tieng-lang/protocol'
import type { Database } from '../storage/database.ts'
import { findDocument } from '../storage/documents.ts'

/** The retained downward topics, as filters. */
export const RETAINED_FILTERS: readonly string[] = Object.values(TOPICS)
  .filter(({ direction, isRetained }) => direction === 'down' && isRetained)
  .map(({ template }) => TOPIC_PREFIX + template.replace(/\{\w+\}/g, '+'))

/**
 * Whether a retained document is one that we sealed and no longer hold, e.g. of a cluster removed while the broker was
 * away. Only such a one may be cleared: another server's documents, and what nobody can read, are left alone.
 */
export function isStaleRetained(
  { topic, payload, isRetained }: TransportMessage,
  { database, ownKids }: { database: Database; ownKids: ReadonlySet<string> },
): boolean {
  if (!isRetained || payload.length === 0) return false
  const parsed = parseJws(payload, payload.length)
  if (!parsed.ok || !ownKids.has(parsed.value.header.kid)) return false
  return findDocument(database, topic) === undefined
}

/** Clears one retained topic (MQTT 3.1.1 §3.3.1.3: an empty retained payload). */
export function clearRetained(transport: MessageTransport, topic: string): Promise<void> {
  return transport.publish(topic, new Uint8Array(), { isRetained: true })
}
