import type { AreaAnswer, AreaId, AreaSettings, ClusterAnswer } from '@tieng-lang/protocol/browser'
import { areaPathOf, areasWithin } from '../../../components/places/area-tree.ts'

type Setting = keyof AreaSettings

/** Where an area takes a setting from that it does not set itself. `above`: an area that I may not look into. */
export type Origin<Value> =
  | { kind: 'area'; name: string; value: Value }
  | { kind: 'above' }
  | { kind: 'server' }

/**
 * The nearest area above this one that sets it. Of areas outside of my rights the server tells the names alone, so
 * that "nobody sets it" cannot be said of them.
 */
export function originOf<Name extends Setting>(
  setting: Name,
  { areas, parentId }: { areas: readonly AreaAnswer[]; parentId: AreaId | null },
  mayLook: (path: readonly AreaId[]) => boolean,
): Origin<NonNullable<AreaSettings[Name]>> {
  const path = parentId === null ? [] : areaPathOf(areas, parentId)
  for (let levels = path.length; levels > 0; levels -= 1) {
    const upTo = path.slice(0, levels)
    if (!mayLook(upTo)) return { kind: 'above' }
    const area = areas.find(({ areaId }) => areaId === upTo.at(-1))
    const value = area?.settings[setting]
    if (area && value !== undefined) return { kind: 'area', name: area.name, value }
  }
  return { kind: 'server' }
}

/** How many clusters below an area follow it in this setting, and how many have their own nearer by. */
export function clustersFollowing(
  setting: 'quietHours' | 'timeZone',
  areaId: AreaId,
  { areas, clusters }: { areas: readonly AreaAnswer[]; clusters: readonly ClusterAnswer[] },
): { following: number; own: number } {
  const within = areasWithin(areas, areaId)
  const byId = new Map(areas.map((area) => [area.areaId, area]))
  /** Whether anything from this area up to, but without, the asked one sets it. */
  const isSetBelow = (from: AreaId): boolean => {
    for (let at = byId.get(from); at && at.areaId !== areaId; at = byId.get(at.parentId ?? ''))
      if (at.settings[setting] !== undefined) return true
    return false
  }
  const below = clusters.filter((cluster) => within.has(cluster.areaId))
  const own = below.filter(
    (cluster) => cluster.settings[setting] !== undefined || isSetBelow(cluster.areaId),
  ).length
  return { following: below.length - own, own }
}
