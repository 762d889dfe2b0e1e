import {
  FORECAST_HOURS_MAX,
  type ForecastAnswer,
  type ForecastLine,
  HOUR_MS,
  type Plan,
  type ProgrammeBody,
} from '@tieng-lang/protocol'
import { type Forecast, forecastSteps, type SoundRecord } from '@tieng-lang/scheduler'
import { findProgramme } from '../../../storage/programmes.ts'
import { clusterConfigOf } from '../../delivery/cluster-config.ts'
import { inSlices } from '../../delivery/in-slices.ts'
import { PlanBook, reachedFrom } from '../../delivery/plan-book.ts'
import { listPlannedProgrammes, withDraft } from '../../delivery/planned-programmes.ts'
import { clusterAt } from '../../places.ts'
import type { Services } from '../../services.ts'
import { laidAnew } from '../laid-anew.ts'
import { presentState } from './present-state.ts'

const HOURS_DEFAULT = 24
/** Of a plan that says more, fewer hours are looked at: nobody reads on, and the machine has other work. */
const SOUNDS_MAX = 3_000

/**
 * What a cluster will play in the next hours and what not and why, computed by the function that the cluster itself uses,
 * from the plan it is to hold; with a draft, as if that were approved now. In slices of the main thread; `until` is earlier
 * than was asked for where there is very much to be heard. Throws `clusterNotFound`.
 */
export async function forecastOf(
  services: Services,
  clusterId: string,
  { hours = HOURS_DEFAULT, draft }: { hours?: number; draft?: ProgrammeBody } = {},
): Promise<ForecastAnswer> {
  const { database, clock } = services
  const cluster = clusterAt(database, clusterId)
  const from = clock.now()
  const wantedUntil = from + Math.min(Math.max(1, hours), FORECAST_HOURS_MAX) * HOUR_MS
  const planned = listPlannedProgrammes(database, from, reachedFrom(database, [cluster]))
  const all = draft ? withDraft(database, planned, laidNow(services, draft)) : planned
  const { plan } = new PlanBook(database, all).planOf(cluster)
  const config = clusterConfigOf(services, cluster)
  const state = presentState(services, { cluster, config, plan })
  const steps = forecastSteps(plan, config, { until: wantedUntil, soundsMax: SOUNDS_MAX, ...state })
  const { records, until } = await resultOf(services, steps)
  const lines = records
    .filter(({ sound, endedAt }) => (endedAt ?? sound.dueAt) >= from)
    .map((record) => lineOf(record, plan))
    .sort((a, b) => (a.startAt ?? a.dueAt) - (b.startAt ?? b.dueAt))
  return { from, until: Math.max(from, until), lines }
}

/** Others have their turn between two steps. */
async function resultOf(
  { clock }: Services,
  steps: Generator<undefined, Forecast, undefined>,
): Promise<Forecast> {
  const results: Forecast[] = []
  const each = (function* () {
    results.push(yield* steps)
  })()
  await inSlices(clock, each, () => {})
  const [result] = results
  if (!result) throw new Error('a forecast ended without a result')
  return result
}

function laidNow(services: Services, { definition, targets }: ProgrammeBody) {
  const playing = findProgramme(services.database, definition.programmeId)?.playing ?? null
  return laidAnew(services, { definition, targets, playing })
}

function lineOf({ sound, outcome, reason, startedAt, endedAt }: SoundRecord, plan: Plan): ForecastLine {
  const [broadcastId = '', itemId = ''] = sound.soundId.split('/')
  const [programmeId = ''] = broadcastId.split('@')
  const programme = plan.programmes.find((each) => each.programmeId === programmeId)
  const item = programme?.playlist.find((each) => each.itemId === itemId)
  return {
    ...{ occurrenceId: sound.soundId, broadcastId, programmeId, programmeName: programme?.name ?? '' },
    ...{ title: item?.title ?? '', isRelay: item !== undefined && 'relay' in item },
    ...{ priority: sound.priority, dueAt: sound.dueAt },
    ...{ startAt: startedAt, endAt: endedAt, outcome, reason },
  }
}
