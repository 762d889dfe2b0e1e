import type { ClusterId, LocalDate, PlayoutRecord } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import { fixedQuery } from '../fixed-query.ts'
import type { DaySums } from './day-sums.ts'
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

/** Stores a record and counts it into its day, or into `days`, to be written later. Belongs inside a transaction. */
export function insertPlayout(database: Database, playout: VerifiedPlayout, days?: DaySums): void {
  const { record, closed = 0, ...rest } = playout
  const { sequence, occurrenceId, broadcastId, outcome, reason, evidence, mediaSha256 } = record
  const { dueAt, startedAt, endedAt, askedMs, heardMs, previousSha256 } = record
  database.run(
    putPlayout({
      ...{ ...rest, closed },
      ...{ sequence, occurrenceId, broadcastId, outcome, reason, evidence, mediaSha256 },
      ...{ dueAt, startedAt, endedAt, askedMs, heardMs, previousSha256 },
    }),
  )
  const { clusterId, date } = playout
  const counted = { clusterId, date, outcome, reason, askedMs, heardMs }
  if (days) days.add(counted)
  else countPlayoutIntoDay(database, counted)
}

type PlayoutRow = Omit<VerifiedPlayout, 'record' | 'closed'> & { closed: 0 | 1 } & Pick<
    PlayoutRecord,
    'sequence' | 'occurrenceId' | 'broadcastId' | 'outcome' | 'reason' | 'evidence' | 'mediaSha256' | 'dueAt'
  > &
  Pick<PlayoutRecord, 'startedAt' | 'endedAt' | 'askedMs' | 'heardMs' | 'previousSha256'>

const putPlayout = fixedQuery((row: PlayoutRow) => {
  const { clusterId, deviceKid, sequence, occurrenceId, broadcastId, outcome, reason, evidence } = row
  const { mediaSha256, dueAt, startedAt, endedAt, askedMs, heardMs, previousSha256 } = row
  const { sealedSha256, sealed, storedAt, title, programmeName, date, closed } = row
  return query.insertInto('playouts').values({
    ...{ clusterId, deviceKid, sequence, occurrenceId, broadcastId, outcome, reason, evidence },
    ...{ mediaSha256, dueAt, startedAt, endedAt, askedMs, heardMs, previousSha256 },
    ...{ sealedSha256, sealed, storedAt, title, programmeName, date, closed },
  })
})

export interface ChainLink {
  sequence: number
  sealedSha256: string
  previousSha256: string | null
}

type OneRecord = PlayoutSource & { sequence: number }

const oneRecord = fixedQuery(({ clusterId, deviceKid, sequence }: OneRecord) =>
  query
    .selectFrom('playouts')
    .select(['sequence', 'sealedSha256', 'previousSha256'])
    .where('clusterId', '=', clusterId)
    .where('deviceKid', '=', deviceKid)
    .where('sequence', '=', sequence),
)

export function findPlayout(
  database: Database,
  { clusterId, deviceKid }: PlayoutSource,
  sequence: number,
): ChainLink | undefined {
  return database.row(oneRecord({ clusterId, deviceKid, sequence }))
}

const lastRecord = fixedQuery(({ clusterId, deviceKid }: PlayoutSource) =>
  query
    .selectFrom('playouts')
    .select(['sequence', 'sealedSha256', 'previousSha256'])
    .where('clusterId', '=', clusterId)
    .where('deviceKid', '=', deviceKid)
    .orderBy('sequence', 'desc')
    .limit(1),
)

/** The verified record with the highest number. */
export function findLastPlayout(
  database: Database,
  { clusterId, deviceKid }: PlayoutSource,
): ChainLink | undefined {
  return database.row(lastRecord({ clusterId, deviceKid }))
}

const reporterOf = fixedQuery((occurrence: { clusterId: ClusterId; occurrenceId: string }) =>
  query
    .selectFrom('playouts')
    .select('closed')
    .where('clusterId', '=', occurrence.clusterId)
    .where('occurrenceId', '=', occurrence.occurrenceId),
)

/** By whom an occurrence has its record; undefined where it has none. */
export function findReporter(
  database: Database,
  clusterId: ClusterId,
  occurrenceId: string,
): 'device' | 'server' | undefined {
  const row = database.row(reporterOf({ clusterId, occurrenceId }))
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
