import type { ClusterId, LocalDate, PlayoutRecord } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import { countPlayoutIntoDay } from './playout-days.ts'

/** Numbers belong to one device key: a replaced board begins again at 1. */
export interface PlayoutSource {
  clusterId: ClusterId
  deviceKid: string
}

/** A verified record: the sealed bytes as they came, and what is searched for. */
export interface VerifiedPlayout extends PlayoutSource {
  record: PlayoutRecord
  sealed: Uint8Array
  sealedSha256: string
  storedAt: number
  /** As people call it now: the log stays readable after the programme is gone. */
  title: string
  programmeName: string
  /** The local date of its `dueAt`. */
  date: LocalDate
  /** 1: the server closed it, under its own key and number. */
  closed?: 1
}

/** Stores a record and counts it into its day. Belongs inside a transaction. */
export function insertPlayout(database: Database, playout: VerifiedPlayout): void {
  const { record, ...rest } = playout
  const { sequence, occurrenceId, broadcastId, outcome, reason, evidence, mediaSha256 } = record
  const { dueAt, startedAt, endedAt, askedMs, heardMs, previousSha256 } = record
  database.run(
    query.insertInto('playouts').values({
      ...rest,
      ...{ sequence, occurrenceId, broadcastId, outcome, reason, evidence, mediaSha256 },
      ...{ dueAt, startedAt, endedAt, askedMs, heardMs, previousSha256 },
    }),
  )
  const { clusterId, date } = playout
  countPlayoutIntoDay(database, { clusterId, date, outcome, reason, askedMs, heardMs })
}

export interface ChainLink {
  sequence: number
  sealedSha256: string
  previousSha256: string | null
}

export function findPlayout(
  database: Database,
  { clusterId, deviceKid }: PlayoutSource,
  sequence: number,
): ChainLink | undefined {
  return database.row(
    query
      .selectFrom('playouts')
      .select(['sequence', 'sealedSha256', 'previousSha256'])
      .where('clusterId', '=', clusterId)
      .where('deviceKid', '=', deviceKid)
      .where('sequence', '=', sequence),
  )
}

/** By whom an occurrence has its record; undefined where it has none. */
export function findReporter(
  database: Database,
  clusterId: ClusterId,
  occurrenceId: string,
): 'device' | 'server' | undefined {
  const found = query
    .selectFrom('playouts')
    .select('closed')
    .where('clusterId', '=', clusterId)
    .where('occurrenceId', '=', occurrenceId)
  const row = database.row(found)
  return row && (row.closed === 1 ? 'server' : 'device')
}

/** How many records of a span of numbers are held. */
export function countPlayouts(
  database: Database,
  { clusterId, deviceKid }: PlayoutSource,
  { fromSequence, toSequence }: { fromSequence: number; toSequence: number },
): number {
  const counted = query
    .selectFrom('playouts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('clusterId', '=', clusterId)
    .where('deviceKid', '=', deviceKid)
    .where('sequence', '>=', fromSequence)
    .where('sequence', '<=', toSequence)
  return database.row(counted)?.count ?? 0
}

export interface PlayoutFilter {
  clusterId?: ClusterId
  /** Only what was due before this instant. */
  dueBefore?: number
  /** Only what was due at this instant or later. */
  dueFrom?: number
  countMax: number
}

/** The newest first, without the sealed bytes. */
export function listPlayouts(database: Database, { clusterId, dueBefore, dueFrom, countMax }: PlayoutFilter) {
  return database.rows(
    query
      .selectFrom('playouts')
      .select(['clusterId', 'sequence', 'occurrenceId', 'broadcastId', 'outcome', 'reason', 'evidence'])
      .select(['mediaSha256', 'dueAt', 'startedAt', 'endedAt', 'askedMs', 'heardMs', 'storedAt'])
      .select(['title', 'programmeName'])
      .$if(clusterId !== undefined, (built) => built.where('clusterId', '=', clusterId ?? ''))
      .$if(dueBefore !== undefined, (built) => built.where('dueAt', '<', dueBefore ?? 0))
      .$if(dueFrom !== undefined, (built) => built.where('dueAt', '>=', dueFrom ?? 0))
      .orderBy('dueAt', 'desc')
      .orderBy('clusterId')
      .limit(countMax),
  )
}
export type PlayoutLine = ReturnType<typeof listPlayouts>[number]
