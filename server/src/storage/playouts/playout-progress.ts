import type { ClusterId } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'
import { fixedQuery } from '../fixed-query.ts'
import { countPlayouts, type PlayoutSource } from './playouts.ts'

/** Records that the device no longer has: both numbers included. */
export interface PlayoutGap {
  fromSequence: number
  toSequence: number
  /** Of those numbers; the others came late after all. */
  missingCount: number
  noticedAt: number
}

const GAPS_SHOWN_MAX = 100

const progressOf = fixedQuery(({ clusterId, deviceKid }: PlayoutSource) =>
  query
    .selectFrom('playoutProgress')
    .select('storedThrough')
    .where('clusterId', '=', clusterId)
    .where('deviceKid', '=', deviceKid),
)

/** The last number up to which every record is held, refused, or known to be lost. */
export function findStoredThrough(database: Database, { clusterId, deviceKid }: PlayoutSource): number {
  return database.row(progressOf({ clusterId, deviceKid }))?.storedThrough ?? 0
}

type Progress = PlayoutSource & { storedThrough: number }

const putProgress = fixedQuery(({ clusterId, deviceKid, storedThrough }: Progress) =>
  query
    .insertInto('playoutProgress')
    .values({ clusterId, deviceKid, storedThrough })
    .onConflict((conflict) => conflict.columns(['clusterId', 'deviceKid']).doUpdateSet({ storedThrough })),
)

/** Numbers stepped over in one statement; where more are held the rest follows in the next. */
const STEPS_MAX = 1_000

/** The last of the numbers held one after another behind `storedThrough`. */
const heldThrough = fixedQuery(({ clusterId, deviceKid, storedThrough }: Progress) => ({
  compile: () =>
    sql<{ sequence: number }>`
      WITH RECURSIVE held(sequence) AS (
        SELECT CAST(${storedThrough} AS INTEGER)
        UNION ALL
        SELECT sequence + 1 FROM held
        WHERE EXISTS (SELECT 1 FROM playouts WHERE clusterId = ${clusterId} AND deviceKid = ${deviceKid}
            AND playouts.sequence = held.sequence + 1)
          OR EXISTS (SELECT 1 FROM playoutRefusals WHERE clusterId = ${clusterId} AND deviceKid = ${deviceKid}
            AND playoutRefusals.sequence = held.sequence + 1)
        LIMIT ${STEPS_MAX}
      )
      SELECT max(sequence) AS sequence FROM held`.compile(query),
}))

/** Moves on over everything held, from `from` or where it stood; gives the new end. */
export function advanceStoredThrough(database: Database, source: PlayoutSource, from = 0): number {
  const { clusterId, deviceKid } = source
  const before = findStoredThrough(database, source)
  let storedThrough = Math.max(before, from)
  for (let isMore = true; isMore; ) {
    const held = database.row(heldThrough({ clusterId, deviceKid, storedThrough }))?.sequence ?? 0
    isMore = held >= storedThrough + STEPS_MAX - 1
    storedThrough = Math.max(storedThrough, held)
  }
  if (storedThrough !== before) database.run(putProgress({ clusterId, deviceKid, storedThrough }))
  return storedThrough
}

export function insertPlayoutGap(
  database: Database,
  source: PlayoutSource,
  gap: Omit<PlayoutGap, 'missingCount'>,
): void {
  database.run(
    query
      .insertInto('playoutGaps')
      .values({ ...source, ...gap })
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** What is still missing; a record that came late after all is not. */
export function listPlayoutGaps(database: Database, clusterId: ClusterId): PlayoutGap[] {
  return listGaps(database, clusterId).filter(({ missingCount }) => missingCount > 0)
}

function listGaps(database: Database, clusterId: ClusterId): PlayoutGap[] {
  const gaps = database.rows(
    query
      .selectFrom('playoutGaps')
      .select(['deviceKid', 'fromSequence', 'toSequence', 'noticedAt'])
      .where('clusterId', '=', clusterId)
      .orderBy('noticedAt', 'desc')
      .limit(GAPS_SHOWN_MAX),
  )
  return gaps.map(({ deviceKid, ...gap }) => {
    const held = countPlayouts(database, { clusterId, deviceKid }, gap)
    return { ...gap, missingCount: gap.toSequence - gap.fromSequence + 1 - held }
  })
}

/** How many records of a cluster are known to be lost. */
export function countMissingRecords(database: Database, clusterId: ClusterId): number {
  return listGaps(database, clusterId).reduce((sum, { missingCount }) => sum + missingCount, 0)
}

/** The clusters that have ever had a gap. */
export function listGapClusters(database: Database): ClusterId[] {
  return database
    .rows(query.selectFrom('playoutGaps').select('clusterId').distinct())
    .map(({ clusterId }) => clusterId)
}

/** The first number held beyond the contiguous part; undefined where there is no gap. */
export function findFirstBeyond(
  database: Database,
  { clusterId, deviceKid }: PlayoutSource,
  storedThrough: number,
): number | undefined {
  return database.row(
    query
      .selectFrom('playouts')
      .select('sequence')
      .where('clusterId', '=', clusterId)
      .where('deviceKid', '=', deviceKid)
      .where('sequence', '>', storedThrough)
      .orderBy('sequence')
      .limit(1),
  )?.sequence
}
