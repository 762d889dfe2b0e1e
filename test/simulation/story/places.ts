import {
  type AreaId,
  type ClusterId,
  MINUTE_MS,
  type Place,
  type ProgrammeTargets,
  type QuietHours,
} from '@tieng-lang/protocol'
import type { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import { pick } from './picking.ts'

export const TIME_ZONE = 'Asia/Ho_Chi_Minh'
/** Monday 2 March 2026, 00:30 in Viet Nam. */
export const STORY_BEGINS_AT = Date.UTC(2026, 2, 1, 17, 30)
/** What the wall shows then. */
export const BEGINS_LOCAL_MS = 30 * MINUTE_MS

export const PROVINCE = 'tinh'
/** The communes; the second begins below the first, so that areas can move as well. */
export const COMMUNES: readonly AreaId[] = ['xa-mot', 'xa-hai', 'xa-ba']
export const ZONE = { zoneId: 'cho-xa-mot', areaId: 'xa-mot' }

/** All hold the hours from 23:00 to 04:00: a story ends in the middle of a night in which nothing sounds. */
export const QUIET_HOURS: readonly QuietHours[] = [
  { windows: [{ from: '21:00', until: '05:00' }] },
  { windows: [{ from: '22:00', until: '04:30' }] },
  {
    windows: [
      { from: '11:30', until: '13:30' },
      { from: '21:30', until: '05:00' },
    ],
  },
  { windows: [{ from: '21:00', until: '05:00' }], sessionMinutesMax: 20 },
  { windows: [{ from: '21:00', until: '05:00' }], sessionsPerDayMax: 6 },
]

export function clusterIdsOf(count: number): ClusterId[] {
  return Array.from({ length: count }, (_, index) => `cum-${index + 1}`)
}

/** In which commune a cluster begins: by its name, so that it stays there when others are left out of a story. */
export function communeOf(clusterId: ClusterId): AreaId {
  return COMMUNES[numberOf(clusterId) % COMMUNES.length] ?? PROVINCE
}

/** One of the first commune, and every sixth after it, stands at the market. */
export function isAtMarket(clusterId: ClusterId): boolean {
  return numberOf(clusterId) % (2 * COMMUNES.length) === 0
}

function numberOf(clusterId: ClusterId): number {
  return Number(clusterId.split('-').at(-1)) - 1
}

export function randomTargets(chance: SeededChance, clusterIds: readonly ClusterId[]): ProgrammeTargets {
  const nobody = { areas: [], zones: [], clusters: [] }
  return pick<() => ProgrammeTargets>(chance, [
    () => ({ ...nobody, areas: [PROVINCE] }),
    () => ({ ...nobody, areas: [PROVINCE] }),
    () => ({ ...nobody, areas: [pick(chance, COMMUNES)] }),
    () => ({ ...nobody, areas: [pick(chance, COMMUNES)], clusters: [pick(chance, clusterIds)] }),
    () => ({ ...nobody, zones: [ZONE.zoneId] }),
    () => ({ ...nobody, clusters: [pick(chance, clusterIds)] }),
  ])()
}

export function randomPlace(chance: SeededChance, clusterIds: readonly ClusterId[]): Place {
  return pick<() => Place>(chance, [
    () => ({ clusterId: pick(chance, clusterIds) }),
    () => ({ clusterId: pick(chance, clusterIds) }),
    () => ({ areaId: pick(chance, COMMUNES) }),
    () => ({ areaId: PROVINCE }),
    () => ({ zoneId: ZONE.zoneId }),
  ])()
}
