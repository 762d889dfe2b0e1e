import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import { instantsMs, pick, pickWeighted, shortMs } from './picking.ts'
import { BEGINS_LOCAL_MS } from './places.ts'
import { type Direction, DRIFT_PPM_MAX, type Fault, type Story, type StoryEvent } from './story.ts'

/** How often each happens in a day, to each cluster or to all together. */
const OF_ALL_A_DAY = 2
const OF_A_CLUSTER_A_DAY = 0.9

/** Local hours in which most is to be heard, and so most can be broken. */
const BUSY_HOURS = [
  { from: 5, until: 7.5 },
  { from: 16, until: 19.5 },
]
const WHEN_BUSY = 0.5

/** What breaks in so many days. */
export function faultsOf(
  chance: SeededChance,
  { days, clusterIds }: Pick<Story, 'days' | 'clusterIds'>,
): StoryEvent[] {
  const untilMs = days * DAY_MS
  const ofAll = instantsMs(chance, { count: OF_ALL_A_DAY, everyMs: DAY_MS, untilMs }).map((afterMs) => ({
    afterMs: oftenWhenBusy(chance, afterMs),
    event: faultOfAll(chance, clusterIds),
  }))
  const ofEach = clusterIds.flatMap((clusterId) => {
    const own = chance.fork(`faults of ${clusterId}`)
    return instantsMs(own, { count: OF_A_CLUSTER_A_DAY, everyMs: DAY_MS, untilMs }).flatMap((anyMs) => {
      const afterMs = oftenWhenBusy(own, anyMs)
      return faultsOfCluster(own, clusterId).map(({ event, afterMs: laterMs }) => ({
        afterMs: afterMs + laterMs,
        event,
      }))
    })
  })
  return [...ofAll, ...ofEach].filter(({ afterMs }) => afterMs < untilMs)
}

/** What breaks while somebody is on air: every other time something does. */
export function faultsOnAir(
  chance: SeededChance,
  people: readonly StoryEvent[],
  clusterIds: Story['clusterIds'],
): StoryEvent[] {
  return people.flatMap(({ afterMs, event }) => {
    if (event.kind !== 'speak' || chance.next() < 0.5) return []
    return [
      { afterMs: afterMs + Math.round(chance.next() * event.forMs), event: faultOnAir(chance, clusterIds) },
    ]
  })
}

function faultOnAir(chance: SeededChance, clusterIds: Story['clusterIds']): Fault {
  const clusterId = pick(chance, clusterIds)
  const forMs = shortMs(chance, SECOND_MS, 5 * MINUTE_MS)
  return pick<() => Fault>(chance, [
    () => ({ kind: 'serverKilled', forMs, takesBroker: chance.next() < 0.5 }),
    () => ({ kind: 'brokerLost', forMs, keepsRetained: chance.next() < 0.3 }),
    () => ({ kind: 'partition', clusterIds: [clusterId], directions: randomDirections(chance), forMs }),
    () => ({ kind: 'powerCut', clusterId, forMs }),
    () => ({ kind: 'agentKilled', clusterId, forMs: 2 * SECOND_MS }),
  ])()
}

/** On the same day, every other time in its busy hours. */
function oftenWhenBusy(chance: SeededChance, afterMs: number): number {
  if (chance.next() >= WHEN_BUSY) return afterMs
  const { from, until } = pick(chance, BUSY_HOURS)
  const localMs = (from + chance.next() * (until - from)) * HOUR_MS
  return Math.floor(afterMs / DAY_MS) * DAY_MS + Math.round(localMs - BEGINS_LOCAL_MS)
}

function faultOfAll(chance: SeededChance, clusterIds: Story['clusterIds']): Fault {
  return pickWeighted<() => Fault>(chance, [
    [
      3,
      () => ({
        kind: 'serverKilled',
        forMs: shortMs(chance, SECOND_MS, 8 * HOUR_MS),
        takesBroker: chance.next() < 0.5,
      }),
    ],
    [
      1,
      () => ({
        kind: 'brokerLost',
        forMs: shortMs(chance, SECOND_MS, HOUR_MS),
        keepsRetained: chance.next() < 0.3,
      }),
    ],
    [
      2,
      () => ({
        kind: 'partition',
        directions: randomDirections(chance),
        forMs: shortMs(chance, 5 * SECOND_MS, DAY_MS),
      }),
    ],
    [
      1,
      () => ({
        kind: 'partition',
        clusterIds: clusterIds.filter(() => chance.next() < 0.4),
        directions: randomDirections(chance),
        forMs: shortMs(chance, 5 * SECOND_MS, 2 * DAY_MS),
      }),
    ],
    [
      1.5,
      () => ({
        kind: 'badNetwork',
        ...randomTrouble(chance),
        forMs: shortMs(chance, MINUTE_MS, 6 * HOUR_MS),
      }),
    ],
  ])()
}

function faultsOfCluster(chance: SeededChance, clusterId: string): StoryEvent[] {
  const once = (event: Fault): StoryEvent[] => [{ afterMs: 0, event }]
  return pickWeighted<() => StoryEvent[]>(chance, [
    [4, () => once({ kind: 'powerCut', clusterId, forMs: shortMs(chance, 2 * SECOND_MS, 10 * HOUR_MS) })],
    [2, () => once({ kind: 'agentKilled', clusterId, forMs: 2 * SECOND_MS })],
    [
      1.5,
      () =>
        once({
          kind: 'partition',
          clusterIds: [clusterId],
          directions: randomDirections(chance),
          forMs: shortMs(chance, 5 * SECOND_MS, 3 * DAY_MS),
        }),
    ],
    [1, () => clockStep(chance, clusterId)],
    [
      0.5,
      () =>
        once({
          kind: 'clockDrift',
          clusterId,
          ppm: pick(chance, [-DRIFT_PPM_MAX, -20, 20, DRIFT_PPM_MAX]),
          forMs: shortMs(chance, HOUR_MS, 3 * DAY_MS),
        }),
    ],
    [
      1.5,
      () =>
        once({
          kind: 'disk',
          clusterId,
          trouble: pick(chance, ['full', 'slow', 'failing']),
          forMs: shortMs(chance, SECOND_MS, 6 * HOUR_MS),
        }),
    ],
  ])()
}

/** Somebody, or NTP, sets it wrong; a while later it is set right. */
function clockStep(chance: SeededChance, clusterId: string): StoryEvent[] {
  const sizeMs = pick(chance, [3 * SECOND_MS, 90 * SECOND_MS, 20 * MINUTE_MS, 7 * HOUR_MS, 40 * DAY_MS])
  const byMs = Math.round((0.5 + chance.next()) * sizeMs) * (chance.next() < 0.5 ? -1 : 1)
  return [
    { afterMs: 0, event: { kind: 'clockStep', clusterId, byMs } },
    {
      afterMs: shortMs(chance, 10 * SECOND_MS, 12 * HOUR_MS),
      event: { kind: 'clockStep', clusterId, byMs: -byMs },
    },
  ]
}

function randomDirections(chance: SeededChance): Direction[] {
  return pick<Direction[]>(chance, [['up', 'down'], ['up'], ['down']])
}

function randomTrouble(chance: SeededChance) {
  return {
    latencyMsMax: pick(chance, [50, 500, 3_000]),
    duplicated: pick(chance, [0, 0.1, 0.5]),
    broken: pick(chance, [0, 0.002, 0.02]),
  }
}
