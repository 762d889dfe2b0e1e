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
  { topic, ...document }: Omit<StoredDocument, 'revision' | 'sealed'>,
  seal: (revision: number) => Uint8Array,
): number {
  return replaceSharedDocument(database, { ...document, topics: [topic] }, seal)
}

/** The same for one that lies, byte for byte alike, under several topics: one revision, sealed once. */
export function replaceSharedDocument(
  database: Database,
  {
    topics,
    ...document
  }: Omit<StoredDocument, 'topic' | 'revision' | 'sealed'> & { topics: readonly string[] },
  seal: (revision: number) => Uint8Array,
): number {
  return database.transaction(() => {
    const held = topics.flatMap((topic) => findDocument(database, topic)?.revision ?? [])
    const newest = held.length > 0 ? Math.max(...held) : undefined
    const revision = nextRevision(newest, document.sealedAt)
    const row = { traceId: null, ...document, revision, sealed: seal(revision) }
    for (const topic of topics)
      database.run(
        query
          .insertInto('documents')
          .values({ ...row, topic })
          .onConflict((conflict) => conflict.column('topic').doUpdateSet(row)),
      )
    return revision
  })
}

/** The next time that these topics are published they are cleared. */
export function removeDocuments(database: Database, topics: readonly string[]): void {
  for (const topic of topics) database.run(query.deleteFrom('documents').where('topic', '=', topic))
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

/**
 * Keys first, since a cluster can open nothing before it has them; then emergencies and live sessions, which wait for
 * nobody else; then configs, then the rest.
 */
export function listDocumentTopics(database: Database): string[] {
  const topics = database.rows(query.selectFrom('documents').select(['topic', 'type']).orderBy('topic'))
  return topics.sort((a, b) => rankOf(a.type) - rankOf(b.type)).map(({ topic }) => topic)
}

const RANKS: Readonly<Record<string, number>> = { keys: 0, emergency: 1, live: 1, config: 2 }

function rankOf(type: string): number {
  return RANKS[type] ?? 3
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
