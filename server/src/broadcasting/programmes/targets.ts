import { type AreaId, CodedError, type ProgrammeTargets } from '@tieng-lang/protocol'
import { mayDo, type Permission } from '../../access/permissions.ts'
import type { Principal } from '../../access/principal.ts'
import type { VisibleAreas } from '../../access/visible-areas.ts'
import type { Database } from '../../storage/database.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { inherited } from '../../storage/tree/areas.ts'
import { findAreasBesideZones, findAreasOfClusters, findAreasOfZones } from '../../storage/tree/areas-of.ts'
import { listClusterHeads } from '../../storage/tree/cluster-heads.ts'
import { listZones } from '../../storage/tree/zones.ts'

/**
 * The area of each thing that the targets name: the area itself, the zone's, the cluster's; each once. Throws
 * `areaNotFound`, `zoneNotFound` or `clusterNotFound`, and `badRequest` where nothing is named.
 */
export function areasOfTargets(database: Database, targets: ProgrammeTargets): AreaId[] {
  const { areas, zones, clusters } = targets
  if (areas.length + zones.length + clusters.length === 0)
    throw new CodedError('badRequest', 'a programme needs an area, a zone or a cluster')
  const tree = areaTree(database)
  const ofZones = findAreasOfZones(database, zones)
  const ofClusters = findAreasOfClusters(database, clusters)
  const lost = (code: string, id: string) => new CodedError(code, `there is no ${id}`)
  for (const id of areas) if (!tree.find(id)) throw lost('areaNotFound', id)
  for (const id of zones) if (!ofZones.has(id)) throw lost('zoneNotFound', id)
  for (const id of clusters) if (!ofClusters.has(id)) throw lost('clusterNotFound', id)
  const besideZones = zones.length > 0 ? findAreasBesideZones(database, zones) : []
  return [...new Set([...areas, ...ofZones.values(), ...besideZones, ...ofClusters.values()])]
}

/** The same of what may no longer be there: what has gone is left out. */
export function areasStillThere(database: Database, { areas, zones, clusters }: ProgrammeTargets): AreaId[] {
  const tree = areaTree(database)
  const found = [
    ...areas,
    ...(zones.length > 0 ? findAreasOfZones(database, zones).values() : []),
    ...(clusters.length > 0 ? findAreasOfClusters(database, clusters).values() : []),
  ]
  return [...new Set(found.filter((areaId) => tree.find(areaId)))]
}

/** The permission must be held on every target. Throws `notAllowed`. */
export function checkAllowed(
  database: Database,
  { by, permission }: { by: Principal; permission: Permission },
  areaIds: readonly AreaId[],
): void {
  const tree = areaTree(database)
  for (const areaId of areaIds)
    if (!mayDo(by.grants, permission, tree.idPathOf(areaId)))
      throw new CodedError('notAllowed', `${permission} is not granted on ${areaId}`)
}

/**
 * Whether one person may make and approve what is aimed there: every target must say so, by itself or from above, and no
 * area below it may want two.
 */
export function isOnePersonEnough(database: Database, areaIds: readonly AreaId[]): boolean {
  const tree = areaTree(database)
  const wantsTwo = (areaId: AreaId) => tree.find(areaId)?.settings.review === 'twoPersons'
  return (
    areaIds.length > 0 &&
    areaIds.every((areaId) => inherited(tree.pathOf(areaId), 'review') === 'onePerson') &&
    !areaIds.some((areaId) => tree.idsBelow(areaId).some(wantsTwo))
  )
}

/** Whether a programme with these target areas is heard somewhere in the area or below it, or may be. */
export function concernsArea(database: Database, targetAreas: readonly AreaId[], areaId: AreaId): boolean {
  const tree = areaTree(database)
  const above = tree.idPathOf(areaId)
  return targetAreas.some((target) => above.includes(target) || tree.idPathOf(target).includes(areaId))
}

/** Whether someone may know of it: it is aimed at an area of theirs, or at one above that reaches down to it. */
export function isVisible(targetAreas: readonly AreaId[], visible: VisibleAreas): boolean {
  if (visible.isEverywhere) return true
  return targetAreas.some((areaId) => visible.areaIds.has(areaId) || visible.ancestorIds.has(areaId))
}

/** `areasStillThere` for many targets: clusters and zones are looked up together, once. */
export function areasReader(database: Database): (targets: ProgrammeTargets) => AreaId[] {
  const tree = areaTree(database)
  let places: Map<string, AreaId> | undefined
  const lookUp = () =>
    new Map([
      ...listZones(database).map(({ zoneId, areaId }) => [`z ${zoneId}`, areaId] as const),
      ...listClusterHeads(database).map(({ clusterId, areaId }) => [`c ${clusterId}`, areaId] as const),
    ])
  return ({ areas, zones, clusters }) => {
    if (zones.length + clusters.length > 0) places ??= lookUp()
    const named = [...zones.map((id) => `z ${id}`), ...clusters.map((id) => `c ${id}`)]
    const found = [...areas, ...named.flatMap((key) => places?.get(key) ?? [])]
    return [...new Set(found.filter((areaId) => tree.find(areaId)))]
  }
}
