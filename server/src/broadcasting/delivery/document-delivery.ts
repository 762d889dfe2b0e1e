import { createHash } from 'node:crypto'
import {
  audienceOf,
  CodedError,
  type SealedType,
  sealDocument,
  TOPICS,
  type TopicName,
  topicOf,
} from '@tieng-lang/protocol'
import { type DocumentHead, findDocument, replaceDocument } from '../../storage/documents.ts'
import type { Services } from '../services.ts'

export interface DocumentToDeliver {
  topic: TopicName & SealedType
  /** Absent for what goes to every cluster. */
  clusterId?: string
  body: unknown
  /** Of the body's JSON; reckoned here where it is not known. */
  bodySha256?: string
  /** How long it holds; null until it is replaced. */
  validMs: number | null
  /** The act that it came of. */
  traceId?: string | undefined
}

/** Sealed anew when less than this part of its validity is left (DESIGN §3). */
export const SEAL_AGAIN_PART = 1 / 3

/**
 * Seals, stores and publishes a document, in this order, if there is anything new to say: another body, another key,
 * or too little time left. Throws `planTooLarge` where the sealed bytes are more than the topic takes.
 */
export function deliverDocument(
  services: Pick<Services, 'clock' | 'database' | 'keys' | 'link' | 'board' | 'steps'>,
  document: DocumentToDeliver,
): 'sealed' | 'unchanged' {
  const stored = sealAndStore(services, document)
  if (!stored) return 'unchanged'
  publishStored(services, stored)
  return 'sealed'
}

/** A new revision that lies in the database. */
export interface StoredRevision {
  topic: string
  name: TopicName
  clusterId: string | undefined
  revision: number
}

/** The second half of `deliverDocument`: to be called once the revision is stored for good. */
export function publishStored(
  { link, board, steps }: Pick<Services, 'link' | 'board' | 'steps'>,
  { topic, name, clusterId, revision }: StoredRevision,
): void {
  steps.reached('documentStored', topic)
  link.publisher.mark(topic)
  if (clusterId !== undefined && (name === 'plan' || name === 'config'))
    board.noteDelivered(clusterId, name, revision)
}

/** The first half of `deliverDocument`, for many documents in one transaction; undefined where nothing is new. */
export function sealAndStore(
  { clock, database, keys, steps }: Pick<Services, 'clock' | 'database' | 'keys' | 'steps'>,
  { topic: name, clusterId, body, bodySha256 = hashOf(body), validMs, traceId }: DocumentToDeliver,
): StoredRevision | undefined {
  const parameters: Record<string, string> = clusterId === undefined ? {} : { clusterId }
  const topic = topicOf(name, parameters)
  const now = clock.now()
  const signer = name === 'keys' ? keys.rootSigner : keys.commandSigner
  const held = findDocument(database, topic)
  if (held && isStillGood(held, { bodySha256, kid: signer.kid, now, validMs })) return undefined

  const validUntil = validMs === null ? null : now + validMs
  const documentId = clusterId === undefined ? name : `${name}-${clusterId}`
  const claims = { documentId, sealedAt: now, validUntil }
  const row = {
    ...claims,
    topic,
    type: name,
    clusterId: clusterId ?? null,
    kid: signer.kid,
    bodySha256,
    traceId: traceId ?? null,
  }
  const stored = replaceDocument(database, row, (revision) => {
    const audience = audienceOf(name, parameters)
    const about = { ...claims, ...(traceId !== undefined && { traceId }) }
    const sealed = sealDocument({ ...about, type: name, audience, revision, body }, signer)
    if (sealed.length > TOPICS[name].bytesMax) throw tooLarge(name, sealed.length)
    steps.reached('documentSealed', topic)
    return sealed
  })
  return { topic, name, clusterId, revision: stored }
}

function hashOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex')
}

function isStillGood(
  held: DocumentHead,
  wanted: { bodySha256: string; kid: string; now: number; validMs: number | null },
): boolean {
  if (held.bodySha256 !== wanted.bodySha256 || held.kid !== wanted.kid) return false
  if (held.validUntil === null || wanted.validMs === null) return held.validUntil === wanted.validMs
  return held.validUntil - wanted.now >= wanted.validMs * SEAL_AGAIN_PART
}

function tooLarge(name: TopicName, sizeBytes: number): CodedError {
  return new CodedError(
    'planTooLarge',
    `the ${name} has ${sizeBytes} bytes, at most ${TOPICS[name].bytesMax}`,
  )
}
