import type { AreaId, ClusterId, LocalDate, Outcome } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { query } from '../database.ts'

/** Which records of the log, or lines of the day totals. */
export interface LogFilter {
  /** The areas that may be seen, without those below them; null for every one. */
  areaIds: readonly AreaId[] | null
  clusterId?: ClusterId | undefined
  /** Local dates, both included. */
  from: LocalDate
  until: LocalDate
}

/** Where a page ended: the next begins behind it. */
export interface LogCursor {
  date: LocalDate
  dueAt: number
  clusterId: ClusterId
  occurrenceId: string
}

/**
 * One page of the log, the newest first; one row more than asked tells that there are more. For the reader. It always
 * walks `playoutsByDate`: the plus signs keep SQLite from collecting the whole history of some clusters to sort it.
 */
export function playoutPage(
  filter: LogFilter & { outcome?: Outcome | undefined },
  { after, countMax }: { after?: LogCursor | undefined; countMax: number },
) {
  const { areaIds, from, until, clusterId, outcome } = filter
  return query
    .selectFrom('playouts')
    .select(['clusterId', 'occurrenceId', 'broadcastId', 'outcome', 'reason', 'evidence'])
    .select(['dueAt', 'startedAt', 'endedAt', 'askedMs', 'heardMs', 'title', 'programmeName', 'date'])
    .where('date', '>=', from)
    .where('date', '<=', until)
    .$if(areaIds !== null, (built) =>
      built.where(sql<boolean>`+playouts.clusterId IN (${clustersOf(areaIds ?? [])})`),
    )
    .$if(clusterId !== undefined, (built) => built.where(sql<boolean>`+playouts.clusterId = ${clusterId}`))
    .$if(outcome !== undefined, (built) => built.where(sql<boolean>`+playouts.outcome = ${outcome}`))
    .$if(after !== undefined, (built) =>
      built.where(
        sql<boolean>`(date, dueAt, clusterId, occurrenceId) < (${after?.date}, ${after?.dueAt}, ${after?.clusterId}, ${after?.occurrenceId})`,
      ),
    )
    .orderBy('date', 'desc')
    .orderBy('dueAt', 'desc')
    .orderBy('clusterId', 'desc')
    .orderBy('occurrenceId', 'desc')
    .limit(countMax + 1)
}

/**
 * The day totals as one JSON text, by date and cluster, with their number: the text is made in the reader, so that a
 * thousand clusters' month costs the main thread no more than sending it.
 */
export function playoutDaysText({ areaIds, clusterId, from, until }: LogFilter, countMax: number) {
  const days = query
    .selectFrom('playoutDays')
    .selectAll()
    .where('date', '>=', from)
    .where('date', '<=', until)
    .$if(areaIds !== null, (built) =>
      built.where(sql<boolean>`+playoutDays.clusterId IN (${clustersOf(areaIds ?? [])})`),
    )
    .$if(clusterId !== undefined, (built) => built.where('clusterId', '=', clusterId ?? ''))
    .orderBy('date')
    .orderBy('clusterId')
    .limit(countMax + 1)
  const line = sql`json_object('clusterId', clusterId, 'date', date, 'plannedCount', plannedCount,
    'heardCount', heardCount, 'partlyHeardCount', partlyHeardCount, 'notHeardCount', notHeardCount,
    'askedMs', askedMs, 'heardMs', heardMs, 'reasons', json(reasons))`
  return query
    .selectFrom(days.as('days'))
    .select([sql<string>`json_group_array(${line})`.as('text'), sql<number>`count(*)`.as('count')])
}

function clustersOf(areaIds: readonly AreaId[]) {
  return sql`SELECT clusters.clusterId FROM clusters
    WHERE clusters.areaId IN (SELECT value FROM json_each(${JSON.stringify(areaIds)}))`
}
