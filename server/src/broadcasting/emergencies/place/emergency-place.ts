import {
  type AreaId,
  type ClusterId,
  CodedError,
  type Emergency,
  type EmergencyPlace,
  type Grant,
} from '@tieng-lang/protocol'
import { mayDo } from '../../../access/permissions.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { findAreasOfClusters } from '../../../storage/tree/areas-of.ts'
import { listZoneMemberIds } from '../../../storage/tree/cluster-heads.ts'
import { listClustersBetween } from '../../../storage/tree/cluster-positions.ts'
import { areasOfTargets } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'
import { boundsOf, isInside } from './polygon.ts'

/** What `Emergency.targets` and `publishedIn` take. */
const TARGETS_MAX = 1_000

/** A place as it is on this day: which clusters hear it, what is signed, and where it is published. */
export interface ResolvedPlace {
  /** Of everything it names: what rights are judged on. */
  areaIds: AreaId[]
  targets: Emergency['targets']
  publishedIn: AreaId[]
  /** Every cluster that is to hear it. */
  clusterIds: ClusterId[]
  /** The areas, from the root down, that hold all of it; the last is the smallest. Empty where no area holds it all. */
  holdingPath: AreaId[]
}

/**
 * Zones and polygons become clusters. A polygon reaches every cluster whose position lies in it and on which these
 * grants allow to raise: what is drawn over the border does not reach the neighbours. Throws `areaNotFound`,
 * `zoneNotFound`, `clusterNotFound`, `badRequest` where nothing is named, `noClustersThere`, `limitExceeded`.
 */
export function resolvePlace(
  { database, board }: Pick<Services, 'database' | 'board'>,
  place: EmergencyPlace,
  grants: readonly Grant[],
): ResolvedPlace {
  const { areas, zones, clusters, polygons } = place
  const isNamed = areas.length + zones.length + clusters.length > 0
  if (!isNamed && polygons.length === 0) throw new CodedError('badRequest', 'an emergency needs a place')
  const named = isNamed ? areasOfTargets(database, { areas, zones, clusters }) : []
  const tree = areaTree(database)
  const topmost = areas.filter(
    (areaId) => !tree.idPathOf(areaId).some((above) => above !== areaId && areas.includes(above)),
  )
  const single = [
    ...new Set([
      ...clusters,
      ...zones.flatMap((zoneId) => listZoneMemberIds(database, zoneId)),
      ...inPolygons({ database }, polygons, grants),
    ]),
  ]
  const areaOf = findAreasOfClusters(database, single)
  const isBelow = (areaId: AreaId) => tree.idPathOf(areaId).some((above) => topmost.includes(above))
  const alone = single.filter((clusterId) => !isBelow(areaOf.get(clusterId) ?? ''))
  const areasOfAlone = [...new Set(alone.flatMap((clusterId) => areaOf.get(clusterId) ?? []))]
  const below = new Set(topmost.flatMap((areaId) => tree.idsBelow(areaId)))
  const clusterIds = [...new Set([...board.listIds(below), ...alone])]
  if (clusterIds.length === 0) throw new CodedError('noClustersThere', 'no cluster is there to hear it')
  const publishedIn = [...new Set([...topmost, ...areasOfAlone])]
  if (alone.length > TARGETS_MAX || publishedIn.length > TARGETS_MAX)
    throw new CodedError('limitExceeded', `over ${TARGETS_MAX} single clusters or areas: name an area above`)
  return {
    areaIds: [...new Set([...named, ...areasOfAlone])],
    targets: { areas: [...new Set(topmost)], clusters: alone },
    publishedIn,
    clusterIds,
    holdingPath: commonPath(publishedIn.map((areaId) => tree.idPathOf(areaId))),
  }
}

function inPolygons(
  { database }: Pick<Services, 'database'>,
  polygons: EmergencyPlace['polygons'],
  grants: readonly Grant[],
): ClusterId[] {
  const tree = areaTree(database)
  return polygons.flatMap((polygon) =>
    listClustersBetween(database, boundsOf(polygon))
      .filter(({ position }) => isInside(position, polygon))
      .filter(({ areaId }) => mayDo(grants, 'emergency.raise', tree.idPathOf(areaId)))
      .map(({ clusterId }) => clusterId),
  )
}

function commonPath(paths: readonly (readonly AreaId[])[]): AreaId[] {
  const [first = [], ...others] = paths
  const differsAt = first.findIndex((areaId, level) => others.some((path) => path[level] !== areaId))
  return differsAt === -1 ? [...first] : first.slice(0, differsAt)
}
