import { DAY_MS, HOUR_MS, TOPICS } from '@tieng-lang/protocol'
import { type RawBuilder, sql } from 'kysely'
import type { VirtualCluster } from '../../../hardware-sim/src/virtual/index.ts'
import { type Built, query } from '../../../server/src/storage/database.ts'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import type { WireTap } from './observed/wire-tap.ts'

const MIB = 1_048_576

/** On each cluster's disk, by folder. The outbox has its 16 MiB and the segment that is being written. */
const OUTBOX_BYTES_MAX = 17 * MIB
const SHELF_BYTES_MAX = ['keys', 'config', 'plan', 'receipts'].reduce(
  (sum, name) => sum + TOPICS[name as 'keys' | 'config' | 'plan' | 'receipts'].bytesMax,
  0,
)
const STATE_BYTES_MAX = 2 * MIB

/** In memory. Timers count until their time has come, cancelled or not. */
const TIMERS_MAX = 500
const TIMERS_PER_CLUSTER_MAX = 200
const WAITING_PER_CLUSTER_MAX = 20

/** Rows of any one table: what is there from the start, what people do, what clusters report of a day. */
const ROWS_MAX = 200
const ROWS_PER_CLUSTER_MAX = 50
const ROWS_PER_ACT_MAX = 10
const ROWS_PER_CLUSTER_DAY_MAX = 300
const COUNT_EVERY_MS = 6 * HOUR_MS

/** Memory, disks, queues and tables grow with what there is, and not with how long it has been there. */
export function everythingIsBounded(tap: WireTap): Invariant {
  let lookAgainAt = 0
  let countAgainAt = 0
  return {
    name: 'everything is bounded',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      const now = world.clock.now()
      if (now < lookAgainAt || !world.isServerAlive) return []
      lookAgainAt = now + HOUR_MS
      const complaints = [...memory(world), ...world.clusters.flatMap((cluster) => disk(cluster, tap))]
      if (now < countAgainAt) return complaints
      countAgainAt = now + COUNT_EVERY_MS
      return [...complaints, ...tables(world)]
    },
  }
}

function disk({ name, disk: files }: VirtualCluster, tap: WireTap): string[] {
  const { cacheBytesMax = Number.POSITIVE_INFINITY } = tap.of(name).configs.at(-1)?.body ?? {}
  const limits = { outbox: OUTBOX_BYTES_MAX, documents: SHELF_BYTES_MAX, state: STATE_BYTES_MAX }
  return Object.entries({ ...limits, media: cacheBytesMax })
    .filter(([folder, bytesMax]) => files.usedBytes(folder) > bytesMax)
    .map(([folder]) => `the folder ${folder} of ${name} is over its bound`)
}

function memory({ clock, clusters, server }: SimulatedWorld): string[] {
  const { link, reports } = server.services
  const waitingMax = WAITING_PER_CLUSTER_MAX * (clusters.length + 1)
  const complaints: string[] = []
  if (clock.timerCount() > TIMERS_MAX + TIMERS_PER_CLUSTER_MAX * clusters.length)
    complaints.push('too many timers are scheduled')
  if (link.publisher.waitingCount() > waitingMax) complaints.push('too many documents wait to be published')
  if (reports.waitingCount() > waitingMax) complaints.push('too many reports wait to be written')
  return complaints
}

/** Counts whole tables: seldom. */
function tables(world: SimulatedWorld): string[] {
  const { clusters, acts, clock, startAt, server } = world
  const days = (clock.now() - startAt) / DAY_MS
  const rowsMax =
    ROWS_MAX +
    ROWS_PER_CLUSTER_MAX * clusters.length +
    ROWS_PER_ACT_MAX * acts.length * clusters.length +
    ROWS_PER_CLUSTER_DAY_MAX * clusters.length * days
  const { database } = server.services
  return database
    .rows(tableNames)
    .filter(({ name }) => (database.row(countOf(name))?.count ?? 0) > rowsMax)
    .map(({ name }) => `the table ${name} is over its bound`)
}

const tableNames = built(
  sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
)

function countOf(table: string): Built<{ count: number }> {
  return built(sql<{ count: number }>`SELECT count(*) AS count FROM ${sql.table(table)}`)
}

/** Raw text in the shape in which the database takes what kysely builds. */
function built<Row>(raw: RawBuilder<Row>): Built<Row> {
  return { compile: () => raw.compile(query) }
}
