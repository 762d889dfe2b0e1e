import type { ClusterId, LocalDate, Outcome, PlayoutReason } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Built, type Database, query } from '../database.ts'
import { countPlayoutIntoDay } from '../playouts/playout-days.ts'

export interface ClusterDay {
  clusterId: ClusterId
  date: LocalDate
}

const WRONG_DAYS_MAX = 1_000
/** Sums of thousands of durations in a different order differ by less. */
const ROUNDING_MS_MAX = 1

/** For the reader: the days of one date whose totals are not those of their records. Both are read at one instant. */
export function wrongDays(date: LocalDate): Built<ClusterDay> {
  const raw = sql<ClusterDay>`
WITH records AS (
  SELECT clusterId, count(*) AS planned, sum(outcome = 'heard') AS heard, sum(outcome = 'partlyHeard') AS partly,
    sum(askedMs) AS askedMs, sum(heardMs) AS heardMs, sum(reason IS NOT NULL) AS reasons
  FROM playouts WHERE date = ${date} GROUP BY clusterId
), totals AS (
  SELECT clusterId, plannedCount AS planned, heardCount AS heard, partlyHeardCount AS partly, askedMs, heardMs,
    (SELECT ifnull(sum(value), 0) FROM json_each(playoutDays.reasons)) AS reasons
  FROM playoutDays WHERE date = ${date}
)
SELECT ifnull(records.clusterId, totals.clusterId) AS clusterId, ${date} AS date
FROM records FULL JOIN totals ON totals.clusterId = records.clusterId
WHERE records.planned IS NOT totals.planned OR records.heard IS NOT totals.heard
  OR records.partly IS NOT totals.partly OR records.reasons IS NOT totals.reasons
  OR abs(records.askedMs - totals.askedMs) > ${ROUNDING_MS_MAX}
  OR abs(records.heardMs - totals.heardMs) > ${ROUNDING_MS_MAX}
LIMIT ${WRONG_DAYS_MAX}`
  return { compile: () => raw.compile(query) }
}

/** Counts one cluster's records of a date anew, and puts the sums in the place of what was there. */
export function recountDay(database: Database, { clusterId, date }: ClusterDay): void {
  const noon = Date.parse(`${date}T12:00:00Z`)
  database.transaction(() => {
    const records = database.rows(
      query
        .selectFrom('playouts')
        .select(['outcome', 'reason', 'askedMs', 'heardMs'])
        .where('clusterId', '=', clusterId)
        // By the index: no zone is farther from UTC than 14 hours.
        .where('dueAt', '>', noon - NEAR_MS)
        .where('dueAt', '<', noon + NEAR_MS)
        .where('date', '=', date),
    )
    database.run(query.deleteFrom('playoutDays').where('date', '=', date).where('clusterId', '=', clusterId))
    for (const { outcome, reason, ...sums } of records)
      countPlayoutIntoDay(database, {
        ...{ clusterId, date, ...sums },
        // The columns hold what the record's shape allows.
        outcome: outcome as Outcome,
        reason: reason as PlayoutReason | null,
      })
  })
}

const NEAR_MS = 27 * 3_600_000
