import { type ClusterId, nextRevision, type SealedType } from '@tieng-lang/protocol'
import { type Database, query } from './database.ts'

/** A sealed document as it is published: the bytes are the truth, the columns are for finding it. */
export interface StoredDocument {
  topic: string
  type: SealedType
  documentId: string
  clusterId: ClusterId | null
  revision: number
  kid: string
  /** Of the body before sealing: tells whether there is anything new to seal. */
  bodySha256: string
  sealed: Uint8Array
  sealedAt: number
  validUntil: number | null
  /** The act that this revision came of; null or absent where none did. */
  traceId?: string | null
}

/**
 * Takes the next revision of a topic and stores what `seal` makes of it, in one transaction: two revisions are never
 * the same, and one that was sealed is never lost (DESIGN §3).
 */
export function replaceDocument(
  database: Database,
  document: Omit<StoredDocument, 'revision' | 'sealed'>,
  seal: (revision: number) => Uint8Array,
): number {
  return database.transaction(() => {
    const held = findDocument(database, document.topic)
    const revision = nextRevision(held?.revision, document.sealedAt)
    const row = { traceId: null, ...document, revision, sealed: seal(revision) }
    database.run(
      query
        .insertInto('documents')
        .values(row)
        .onConflict((conflict) => conflict.column('topic').doUpdateSet(row)),
    )
    return revision
  })
}

export type DocumentHead = Omit<StoredDocument, 'sealed' | 'type'> & { type: string }

/** Everything but the bytes. */
export function findDocument(database: Database, topic: string): DocumentHead | undefined {
  return database.row(
    query
      .selectFrom('documents')
      .select([
        'topic',
        'type',
        'documentId',
        'clusterId',
        'revision',
        'kid',
        'bodySha256',
        'sealedAt',
        'validUntil',
        'traceId',
      ])
      .where('topic', '=', topic),
  )
}

/** The envelope as it was published; undefined before the first. */
export function findSealedBytes(database: Database, topic: string): Uint8Array | undefined {
  return database.row(query.selectFrom('documents').select('sealed').where('topic', '=', topic))?.sealed
}

/** Whatever it said: the next delivery finds another body to seal. */
export function forgetBody(database: Database, topic: string): void {
  database.run(query.updateTable('documents').set({ bodySha256: '' }).where('topic', '=', topic))
}

/** Keys first, then configs, then the rest: a cluster can open nothing before it has the keys. */
export function listDocumentTopics(database: Database): string[] {
  const topics = database.rows(query.selectFrom('documents').select(['topic', 'type']).orderBy('topic'))
  const rank = (type: string) => (type === 'keys' ? 0 : type === 'config' ? 1 : 2)
  return topics.sort((a, b) => rank(a.type) - rank(b.type)).map(({ topic }) => topic)
}

/** The newest revision of every cluster's plan and config. */
export function listRevisions(
  database: Database,
): { clusterId: ClusterId; type: string; revision: number }[] {
  const rows = database.rows(
    query
      .selectFrom('documents')
      .select(['clusterId', 'type', 'revision'])
      .where('type', 'in', ['plan', 'config']),
  )
  return rows.flatMap(({ clusterId, ...rest }) => (clusterId === null ? [] : [{ clusterId, ...rest }]))
}
