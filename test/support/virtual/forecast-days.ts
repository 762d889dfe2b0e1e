import {
  CodedError,
  DAY_MS,
  type ForecastLine,
  HOUR_MS,
  MINUTE_MS,
  type QuietHours,
} from '@tieng-lang/protocol'
import { type HornRun, SeededChance, type VirtualCluster } from '../../../hardware-sim/src/virtual/index.ts'
import { forecastOf } from '../../../server/src/broadcasting/programmes/forecast/cluster-forecast.ts'
import { withdrawProgramme } from '../../../server/src/broadcasting/programmes/programme-changes.ts'
import { putProgramme } from '../../../server/src/broadcasting/programmes/put-programme.ts'
import { listPlayouts } from '../../../server/src/storage/playouts/playouts.ts'
import { addArea, addCluster, LOCAL } from '../../../server/test/tree.ts'
import { RECORDINGS, randomProgramme } from './random-programmes.ts'
import type { VirtualServer } from './virtual-server.ts'
import { virtualVillage } from './virtual-village.ts'

/** Monday 2 March 2026, 00:30 in Viet Nam. */
const START_AT = Date.UTC(2026, 2, 1, 17, 30)
const TIME_ZONE = 'Asia/Ho_Chi_Minh'
/** From an approval until plan and audio are surely on the clusters. */
const SETTLED_MS = 3 * MINUTE_MS
const RECORDS_MAX = 10_000

/** Communes of every kind: with night's rest, with short sessions, with few of them, with a rest at noon. */
const AREAS: Readonly<Record<string, QuietHours>> = {
  'xa-dem': { windows: [{ from: '21:00', until: '05:00' }] },
  'xa-ngan': { windows: [{ from: '22:00', until: '04:30' }], sessionMinutesMax: 15 },
  'xa-it': { windows: [{ from: '21:00', until: '05:00' }], sessionsPerDayMax: 4 },
  'xa-trua': {
    windows: [
      { from: '11:30', until: '13:30' },
      { from: '20:30', until: '05:00' },
    ],
  },
}

/** What was shown of one cluster for 24 h, and what became of it. */
export interface ForecastDay {
  clusterId: string
  lines: readonly ForecastLine[]
  /** What the horn began in those 24 h. */
  runs: readonly HornRun[]
  /** What became of what was due then, by occurrence. */
  records: ReadonlyMap<string, { outcome: string; reason: string | null }>
}

/**
 * Day after day some random programmes are planned, changed and withdrawn at any hour, the forecast of each cluster is
 * asked for, and the next 24 h are lived. `programmes` in all.
 */
export async function forecastDays(
  seed: string,
  { programmes, perDay }: { programmes: number; perDay: number },
): Promise<ForecastDay[]> {
  const clusterIds = Object.keys(AREAS).map((areaId) => `cum-${areaId}`)
  const village = await virtualVillage(seed, { startAt: START_AT, clusterIds, layOut })
  const { clock, chance, server, commune } = village
  const days: ForecastDay[] = []
  const plans = new Planner(server, chance.fork('plans'))
  while (plans.count < programmes) {
    await clock.during(plans.planDay(perDay))
    await clock.runUntil(clock.now() + SETTLED_MS)
    const asked = await Promise.all(
      commune.clusters.map(async (cluster) => ({
        cluster,
        ...(await forecastOf(server.services, cluster.name)),
      })),
    )
    await clock.runUntil(clock.now() + DAY_MS)
    // What began at the end of the day is over, and its record here, an hour later.
    await clock.runUntil(clock.now() + HOUR_MS + Math.floor(chance.next() * 6 * HOUR_MS))
    for (const { cluster, lines, from, until } of asked)
      days.push(dayOf(server, cluster, { lines, from, until }))
  }
  await village.stop()
  return days
}

async function layOut(server: VirtualServer): Promise<void> {
  addArea(server.services, { areaId: 'tinh', name: 'Tỉnh' })
  for (const [areaId, quietHours] of Object.entries(AREAS)) {
    addArea(server.services, { areaId, parentId: 'tinh', name: areaId, settings: { quietHours } })
    addCluster(server.services, { clusterId: `cum-${areaId}`, areaId, name: areaId })
  }
  for (const [bulletinId, durationMs] of Object.entries(RECORDINGS))
    server.addBulletin(bulletinId, durationMs)
  const everything = Object.keys(RECORDINGS).map((bulletinId) => ({
    ...{ itemId: bulletinId, title: '', bulletinId, repeats: 1, gapMs: 0 },
  }))
  // All audio lies on the clusters from the first day: what is forecast is not the network.
  const far = randomProgramme(new SeededChance('far'), {
    programmeId: 'xa-xoi',
    now: START_AT,
    timeZone: TIME_ZONE,
  })
  const recurrence = { kind: 'dates', dates: ['2099-01-01'], startTimes: ['06:00'] } as const
  const definition = {
    ...far,
    recurrence: { ...recurrence, dates: ['2099-01-01'], startTimes: ['06:00'] },
    playlist: everything,
  }
  await putProgramme(server.services, { definition, targets: targetsOf('tinh') }, LOCAL)
}

const targetsOf = (areaId: string) => ({ areas: [areaId], zones: [], clusters: [] })

/** Plans, changes and withdraws by chance; at most so many play at once that they still meet silence now and then. */
class Planner {
  count = 0
  readonly #server: VirtualServer
  readonly #chance: SeededChance
  #playing: string[] = []

  constructor(server: VirtualServer, chance: SeededChance) {
    this.#server = server
    this.#chance = chance
  }

  async planDay(perDay: number): Promise<void> {
    const { services } = this.#server
    for (let planned = 0; planned < perDay; planned++) {
      this.count += 1
      const old = this.#playing[Math.floor(this.#chance.next() * this.#playing.length)]
      const isChange = old !== undefined && this.#chance.next() < 0.3
      const programmeId = isChange ? old : `ct-${this.count}`
      while (!(await this.#planOne(programmeId))) {}
      if (!isChange) this.#playing.push(programmeId)
    }
    for (const programmeId of this.#playing.splice(0, Math.max(0, this.#playing.length - 2 * perDay)))
      withdrawProgramme(services, { programmeId, expected: 'any' }, LOCAL)
  }

  /** @returns false where chance drew one that would begin again before it is over: nobody approves that */
  async #planOne(programmeId: string): Promise<boolean> {
    const { services } = this.#server
    const now = services.clock.now()
    const definition = randomProgramme(this.#chance, { programmeId, now, timeZone: TIME_ZONE })
    const places = ['tinh', ...Object.keys(AREAS)]
    const place = places[Math.floor(this.#chance.next() * places.length)] ?? 'tinh'
    try {
      await putProgramme(services, { definition, targets: targetsOf(place) }, LOCAL)
      return true
    } catch (cause) {
      if (cause instanceof CodedError && cause.code === 'runsIntoItself') return false
      throw cause
    }
  }
}

function dayOf(
  { services }: VirtualServer,
  { name, runs }: VirtualCluster,
  { lines, from, until }: { lines: readonly ForecastLine[]; from: number; until: number },
): ForecastDay {
  const playouts = listPlayouts(services.database, { clusterId: name, countMax: RECORDS_MAX })
  return {
    clusterId: name,
    lines: lines.filter(({ startAt, dueAt }) => (startAt ?? dueAt) >= from && (startAt ?? dueAt) < until),
    runs: runs.filter(({ fromAt }) => fromAt >= from && fromAt < until),
    records: new Map(
      playouts.map(({ occurrenceId, outcome, reason }) => [occurrenceId, { outcome, reason }]),
    ),
  }
}
