import type { ClusterId } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import { hasRefusedSequence } from './playout-refusals.ts'
import { countPlayouts, findPlayout, type PlayoutSource } from './playouts.ts'

/** Records that the device no longer has: both numbers included. */
export interface PlayoutGap {
  fromSequence: number
  toSequence: number
  /** Of those numbers; the others came late after all. */
  missingCount: number
  noticedAt: number
}

const GAPS_SHOWN_MAX = 100

/** The last number up to which every record is held, refused, or known to be lost. */
export function findStoredThrough(database: Database, { clusterId, deviceKid }: PlayoutSource): number {
  const row = database.row(
    query
      .selectFrom('playoutProgress')
      .select('storedThrough')
      .where('clusterId', '=', clusterId)
      .where('deviceKid', '=', deviceKid),
  )
  return row?.storedThrough ?? 0
}

/** Moves on over everything held, from `from` or where it stood; gives the new end. */
export function advanceStoredThrough(database: Database, source: PlayoutSource, from = 0): number {
  const before = findStoredThrough(database, source)
  let storedThrough = Math.max(before, from)
  const isHeld = (sequence: number) =>
    findPlayout(database, source, sequence) !== undefined || hasRefusedSequence(database, source, sequence)
  while (isHeld(storedThrough + 1)) storedThrough += 1
  if (storedThrough === before) return before
  const row = { ...source, storedThrough }
  database.run(
    query
      .insertInto('playoutProgress')
      .values(row)
      .onConflict((conflict) => conflict.columns(['clusterId', 'deviceKid']).doUpdateSet({ storedThrough })),
  )
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
