import { createHash } from 'node:crypto'
import { DAY_MS, MINUTE_MS } from '@tieng-lang/protocol'
import type { Database as Connection } from 'better-sqlite3'

const PART = 50_000
/** About what a sealed record has. */
const SEALED_BYTES = 600
/** Viet Nam. */
const ZONE_MS = 7 * 3_600_000
const EACH_DAY = 10

export interface PlayoutSeed {
  playouts: number
  clusters: number
  now: number
  clusterOf(index: number): string
  programmeOf(index: number): string
}

/** Ten sounds a day of every cluster, as far back as they go; some were not heard. Totals as they would have been kept. */
export function seedPlayouts(connection: Connection, wanted: PlayoutSeed): void {
  connection.pragma('synchronous = OFF')
  connection.pragma('cache_size = -400000')
  const indexes = secondaryIndexes(connection)
  for (const { name } of indexes) connection.exec(`DROP INDEX ${name}`)
  const insert = connection.prepare(`INSERT INTO playouts VALUES (
    @clusterId, 'kid', @sequence, @occurrenceId, @broadcastId, @outcome, @reason, 'lineCurrent', @mediaSha256,
    @dueAt, @dueAt, @dueAt + 120000, 120000, @heardMs, NULL, @mediaSha256, zeroblob(${SEALED_BYTES}), @dueAt,
    'Mục 0', 'Chương trình', @date, 0)`)
  const insertPart = connection.transaction((from: number) => {
    for (let index = from; index < Math.min(wanted.playouts, from + PART); index++)
      insert.run(playoutOf(index, wanted))
  })
  for (let from = 0; from < wanted.playouts; from += PART) insertPart(from)
  connection.exec(`INSERT INTO playoutDays
    SELECT date, clusterId, count(*), sum(outcome = 'heard'), sum(outcome = 'partlyHeard'), sum(outcome = 'notHeard'),
      sum(askedMs), sum(heardMs), iif(sum(outcome <> 'heard') = 0, '{}', '{"audioMissing":' || sum(outcome <> 'heard') || '}')
    FROM playouts GROUP BY date, clusterId`)
  for (const { sql } of indexes) connection.exec(sql)
  connection.pragma('wal_checkpoint(TRUNCATE)')
}

function secondaryIndexes(connection: Connection): { name: string; sql: string }[] {
  const found = connection
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'playouts' AND sql IS NOT NULL",
    )
    .all()
  // SQLite's own table has these two columns as text.
  return found as { name: string; sql: string }[]
}

function playoutOf(index: number, { now, clusters, clusterOf, programmeOf }: PlayoutSeed) {
  const cluster = index % clusters
  const nth = Math.floor(index / clusters)
  const dueAt = now - Math.floor(nth / EACH_DAY) * DAY_MS - (nth % EACH_DAY) * 30 * MINUTE_MS
  const date = new Date(dueAt + ZONE_MS).toISOString().slice(0, 10)
  const outcome = index % 50 === 0 ? 'notHeard' : index % 40 === 0 ? 'partlyHeard' : 'heard'
  const broadcastId = `${programmeOf(cluster)}@${date}T05:30+07:00`
  return {
    ...{ clusterId: clusterOf(cluster), sequence: nth + 1, outcome, dueAt, date, broadcastId },
    occurrenceId: `${broadcastId}/muc-0/${nth + 1}`,
    reason: outcome === 'heard' ? null : 'audioMissing',
    heardMs: outcome === 'heard' ? 120_000 : outcome === 'partlyHeard' ? 60_000 : 0,
    mediaSha256: createHash('sha256').update(String(index)).digest('hex'),
  }
}
