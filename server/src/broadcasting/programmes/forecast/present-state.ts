import { type ClusterConfig, type ClusterId, HOUR_MS, itemLengthMs, type Plan } from '@tieng-lang/protocol'
import {
  emptyOutput,
  type ForecastSpan,
  listOccurrences,
  localDateAt,
  type Occurrence,
  type Output,
  soundOf,
} from '@tieng-lang/scheduler'
import { listPlayouts, type PlayoutLine } from '../../../storage/playouts/playouts.ts'
import type { Cluster } from '../../../storage/tree/clusters.ts'
import type { Services } from '../../services.ts'

/** What began this long ago is looked at: the longest lateness, and the longest recording before it. */
const LOOKED_BACK_MS = 16 * HOUR_MS
/** Sessions of the day before may count against the same number, in another zone. */
const SESSIONS_BACK_MS = 36 * HOUR_MS
const RECORDS_MAX = 2_000

interface Looked {
  cluster: Cluster
  config: ClusterConfig
  plan: Plan
}

/**
 * Where a forecast begins: what the cluster has done, what sounds on it and what it has yet to begin, as far as it has
 * told. Of one that is away nobody knows: it is taken to keep to its plan.
 */
export function presentState(services: Services, looked: Looked): Omit<ForecastSpan, 'until'> {
  const { clock, database, reports } = services
  const { cluster, config, plan } = looked
  const { clusterId } = cluster
  const now = clock.now()
  const { timeZone } = config
  const past = listOccurrences(plan, { timeZone, from: now - LOOKED_BACK_MS, until: now })
  const records = listPlayouts(database, {
    clusterId,
    dueFrom: now - SESSIONS_BACK_MS,
    countMax: RECORDS_MAX,
  })
  const output = outputOf(config, records, now)
  if (!reports.find(clusterId, 'presence')?.isConnected) {
    const from = beginOf(past, now)
    return {
      from,
      output: { ...output, sessions: output.sessions.filter(({ startedAt }) => startedAt < from) },
    }
  }
  const current = soundingOf(services, clusterId, past)
  const ended = reports.find(clusterId, 'soundEnded')
  // A record follows the end of its sound by some seconds.
  const done = ended ? [...output.done, { soundId: ended.occurrenceId, doneAt: now }] : output.done
  const latenessMsMax = Math.max(0, ...plan.programmes.map((programme) => programme.latenessMsMax))
  return { from: now, pendingFrom: now - latenessMsMax, output: { ...output, done, current } }
}

/** The start of the earliest slot that is under way, else now. */
function beginOf(past: readonly Occurrence[], now: number): number {
  const underWay = past.filter(({ dueAt, item }) => dueAt + itemLengthMs(item) > now)
  return Math.min(now, ...underWay.map(({ slotAt }) => slotAt))
}

/** What the records tell: what is over, and the sessions that count against the day's number. */
function outputOf(
  { timeZone, quietHours }: ClusterConfig,
  records: readonly PlayoutLine[],
  now: number,
): Output {
  const sessions = new Map<string, Output['sessions'][number]>()
  for (const { broadcastId, startedAt, dueAt } of records) {
    if (startedAt === null) continue
    const beganAt = Math.min(startedAt, sessions.get(broadcastId)?.startedAt ?? startedAt)
    sessions.set(broadcastId, { broadcastId, date: dateOf(broadcastId, dueAt, timeZone), startedAt: beganAt })
  }
  return {
    ...emptyOutput({ timeZone, quietHours, leadMs: 0 }),
    sessions: [...sessions.values()].sort((a, b) => a.startedAt - b.startedAt),
    done: records.map(({ occurrenceId }) => ({ soundId: occurrenceId, doneAt: now })),
  }
}

/** The local date of a slot stands in its name; that of an instant is its own. */
function dateOf(broadcastId: string, dueAt: number, timeZone: string): string {
  return /@(\d{4}-\d{2}-\d{2})T/.exec(broadcastId)?.[1] ?? localDateAt(dueAt, timeZone)
}

/** What the cluster last said it had begun and not that it had ended. */
function soundingOf(
  { reports }: Services,
  clusterId: ClusterId,
  past: readonly Occurrence[],
): Output['current'] {
  const started = reports.find(clusterId, 'soundStarted')
  const ended = reports.find(clusterId, 'soundEnded')
  if (!started || ended?.occurrenceId === started.occurrenceId) return null
  const occurrence = past.find(({ occurrenceId }) => occurrenceId === started.occurrenceId)
  if (!occurrence) return null
  const startAt = started.heardAt
  return {
    sound: soundOf(occurrence, 0),
    ...{ fromMs: 0, heardMs: 0, startedAt: startAt, interruptions: 0, because: null },
    ...{ startAt, endAt: startAt + itemLengthMs(occurrence.item), isHeard: true },
    ...{ cutAt: null, cutReason: null },
  }
}
