import {
  type ClusterConfig,
  FORECAST_HOURS_MAX,
  type ForecastAnswer,
  type ForecastLine,
  HOUR_MS,
  type Plan,
  type ProgrammeBody,
} from '@tieng-lang/protocol'
import {
  emptyOutput,
  forecast,
  listOccurrences,
  localDateAt,
  type Output,
  type SoundRecord,
} from '@tieng-lang/scheduler'
import type { Cluster } from '../../storage/clusters.ts'
import { listPlayouts } from '../../storage/playouts.ts'
import { findProgramme } from '../../storage/programmes.ts'
import { clusterConfigOf } from '../delivery/cluster-config.ts'
import { PlanBook } from '../delivery/plan-book.ts'
import { listPlannedProgrammes, withDraft } from '../delivery/planned-programmes.ts'
import { clusterAt } from '../places.ts'
import type { Services } from '../services.ts'
import { laidAnew } from './laid-anew.ts'

const HOURS_DEFAULT = 24
/** What began this long ago is taken up as well, so that what it still has to say stands in its place. */
const LOOKED_BACK_MS = 6 * HOUR_MS
/** Records of a day and a half on a busy cluster. */
const RECORDS_MAX = 2_000

/**
 * What a cluster will play in the next hours and what not and why, computed by the function that the cluster itself uses,
 * from the plan it is to hold; with a draft, as if that were approved now. Throws `clusterNotFound`.
 */
export function forecastOf(
  services: Services,
  clusterId: string,
  { hours = HOURS_DEFAULT, draft }: { hours?: number; draft?: ProgrammeBody } = {},
): ForecastAnswer {
  const { database, clock } = services
  const cluster = clusterAt(database, clusterId)
  const from = clock.now()
  const until = from + Math.min(Math.max(1, hours), FORECAST_HOURS_MAX) * HOUR_MS
  const planned = listPlannedProgrammes(database, from)
  const all = draft ? withDraft(database, planned, laidNow(services, draft)) : planned
  const { plan } = new PlanBook(database, all).planOf(cluster)
  const config = clusterConfigOf(services, cluster)
  const beginAt = beginOf(plan, config, from)
  const output = outputAt(services, cluster, { config, at: beginAt })
  const records = forecast(plan, config, { from: beginAt, until, output })
  const lines = records
    .filter(({ sound, endedAt }) => (endedAt ?? sound.dueAt) >= from)
    .map((record) => lineOf(record, plan))
    .sort((a, b) => (a.startAt ?? a.dueAt) - (b.startAt ?? b.dueAt))
  return { from, until, lines }
}

function laidNow(services: Services, { definition, targets }: ProgrammeBody) {
  const playing = findProgramme(services.database, definition.programmeId)?.playing ?? null
  return laidAnew(services, { definition, targets, playing })
}

/** The start of the earliest slot that is under way, else now: joined in the middle, its rest would seem to come too late. */
function beginOf(plan: Plan, { timeZone }: ClusterConfig, now: number): number {
  const window = { timeZone, from: now - LOOKED_BACK_MS, until: now }
  const underWay = listOccurrences(plan, window).filter(
    ({ dueAt, item }) => dueAt + item.media.durationMs > now,
  )
  const ahead = listOccurrences(plan, { ...window, from: now, until: now + LOOKED_BACK_MS })
  const begun = [...underWay, ...ahead].filter(({ slotAt }) => slotAt < now).map(({ slotAt }) => slotAt)
  return Math.max(now - LOOKED_BACK_MS, Math.min(now, ...begun))
}

/** What the cluster had done by then, as far as its records tell: sessions that count against the day's number. */
function outputAt(
  { database }: Services,
  { clusterId }: Cluster,
  { config, at }: { config: ClusterConfig; at: number },
): Output {
  const { timeZone, quietHours } = config
  const output = emptyOutput({ timeZone, quietHours, leadMs: 0 })
  const sessions = new Map<string, Output['sessions'][number]>()
  for (const record of listPlayouts(database, { clusterId, dueBefore: at, countMax: RECORDS_MAX })) {
    const { broadcastId, startedAt, dueAt } = record
    if (startedAt === null || dueAt < at - 36 * HOUR_MS) continue
    const known = sessions.get(broadcastId)
    const beganAt = Math.min(startedAt, known?.startedAt ?? startedAt)
    sessions.set(broadcastId, { broadcastId, date: dateOf(broadcastId, dueAt, timeZone), startedAt: beganAt })
  }
  return { ...output, sessions: [...sessions.values()].sort((a, b) => a.startedAt - b.startedAt) }
}

/** The local date of a slot stands in its name; that of an instant is its own. */
function dateOf(broadcastId: string, dueAt: number, timeZone: string): string {
  return /@(\d{4}-\d{2}-\d{2})T/.exec(broadcastId)?.[1] ?? localDateAt(dueAt, timeZone)
}

function lineOf({ sound, outcome, reason, startedAt, endedAt }: SoundRecord, plan: Plan): ForecastLine {
  const [broadcastId = '', itemId = ''] = sound.soundId.split('/')
  const [programmeId = ''] = broadcastId.split('@')
  const programme = plan.programmes.find((each) => each.programmeId === programmeId)
  const item = programme?.playlist.find((each) => each.itemId === itemId)
  return {
    ...{ occurrenceId: sound.soundId, broadcastId, programmeId, programmeName: programme?.name ?? '' },
    ...{ title: item?.title ?? '', priority: sound.priority, dueAt: sound.dueAt },
    ...{ startAt: startedAt, endAt: endedAt, outcome, reason },
  }
}
