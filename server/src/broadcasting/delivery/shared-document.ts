import { createHash } from 'node:crypto'
import { CodedError, type SealedType, sealDocument, TOPICS, type TopicName } from '@tieng-lang/protocol'
import { replaceSharedDocument } from '../../storage/documents.ts'
import type { Services } from '../services.ts'

/** A document of which the same bytes lie under several topics: it is addressed to something else than its topic. */
export interface SharedDocument {
  /** The row of the table of topics, for its size. */
  name: TopicName
  type: SealedType
  audience: string
  documentId: string
  topics: readonly string[]
  body: unknown
  validUntil: number | null
  /** The act that it came of. */
  traceId?: string
}

/**
 * Seals it once and stores it under each topic; belongs into the transaction of the act. Gives the revision. Throws
 * `limitExceeded` where the sealed bytes are more than the topic takes.
 */
export function sealAndStoreShared(
  { clock, database, keys, steps }: Pick<Services, 'clock' | 'database' | 'keys' | 'steps'>,
  { name, type, audience, topics, body, traceId, ...claims }: SharedDocument,
): number {
  const signer = keys.commandSigner
  const about = { ...claims, sealedAt: clock.now() }
  const bodySha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const row = { ...about, topics, type, clusterId: null, kid: signer.kid, bodySha256 }
  return replaceSharedDocument(database, { ...row, traceId: traceId ?? null }, (revision) => {
    const traced = { ...about, ...(traceId !== undefined && { traceId }) }
    const sealed = sealDocument({ ...traced, type, audience, revision, body }, signer)
    const { bytesMax } = TOPICS[name]
    if (sealed.length > bytesMax)
      throw new CodedError('limitExceeded', `the ${name} has ${sealed.length} bytes, at most ${bytesMax}`)
    for (const topic of topics) steps.reached('documentSealed', topic)
    return sealed
  })
}

/** To be called once it is stored for good: it overtakes whatever waits for the broker. */
export function publishShared(
  { link, steps }: Pick<Services, 'link' | 'steps'>,
  topics: readonly string[],
): void {
  for (const topic of topics) steps.reached('documentStored', topic)
  link.publisher.markUrgent(topics)
}
