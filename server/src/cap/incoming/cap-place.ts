import type { AreaId, Position } from '@tieng-lang/protocol'
import { boundsOf, isInside } from '../../broadcasting/emergencies/place/polygon.ts'
import type { Services } from '../../broadcasting/services.ts'
import type { CapPlace } from '../../storage/cap/cap-messages.ts'
import { type AreaTree, areaTree } from '../../storage/tree/area-tree.ts'
import { listClustersBetween } from '../../storage/tree/cluster-positions.ts'
import type { CapArea, CapCircle, CapInfo } from '../cap-alert.ts'

const KM_PER_DEGREE = 111.32
/** With more than this in one message a person says where it is heard: each point is held against every cluster. */
const SHAPES_MAX = 50
const POINTS_MAX = 5_000
/** QĐ 19/2025: a commune has five digits, a province two. */
const AREA_CODE = /^(?:\d{2}|\d{5})$/

/**
 * Where these info blocks are to be heard, of what lies in the sender's areas: the communes and provinces whose codes
 * they name, and the clusters that stand in their polygons and circles. A message that names no place which we know is
 * for a person to place: then it has the sender's own areas, as a guess.
 */
export function placeOfInfos(
  { database }: Pick<Services, 'database'>,
  infos: readonly CapInfo[],
  allowed: readonly AreaId[],
): CapPlace {
  const tree = areaTree(database)
  const areas = infos.flatMap((info) => info.areas)
  const codes = new Set(geocodesOf(infos))
  const named = tree.all().filter(({ code }) => code !== null && codes.has(code))
  if (!saysWhere(areas, named.length))
    return { areaIds: topmost(tree, [...allowed]), clusterIds: [], isGuessed: true }
  const areaIds = topmost(
    tree,
    named.flatMap(({ areaId }) => within(tree, areaId, allowed)),
  )
  const isAllowed = (areaId: AreaId) => tree.idPathOf(areaId).some((id) => allowed.includes(id))
  const isNamed = (areaId: AreaId) => tree.idPathOf(areaId).some((id) => areaIds.includes(id))
  const drawn = areas.flatMap(({ polygons, circles }) => [
    ...polygons.flatMap((polygon) =>
      listClustersBetween(database, boundsOf(polygon)).filter(({ position }) => isInside(position, polygon)),
    ),
    ...circles.flatMap((circle) =>
      listClustersBetween(database, boundsOfCircle(circle)).filter(({ position }) =>
        isNear(position, circle),
      ),
    ),
  ])
  const clusters = drawn.filter(({ areaId }) => isAllowed(areaId) && !isNamed(areaId))
  const clusterIds = [...new Set(clusters.map(({ clusterId }) => clusterId))].sort()
  return { areaIds, clusterIds, isGuessed: false }
}

/** Whether there is a shape or a code to go by, and not more than can be judged at once. */
function saysWhere(areas: readonly CapArea[], namedCount: number): boolean {
  const polygons = areas.flatMap((area) => area.polygons)
  const shapes = polygons.length + areas.flatMap((area) => area.circles).length
  const points = polygons.reduce((sum, polygon) => sum + polygon.length, 0)
  return (namedCount > 0 || shapes > 0) && shapes <= SHAPES_MAX && points <= POINTS_MAX
}

/** Codes of communes and provinces, whatever the domain of the code is called. */
export function geocodesOf(infos: readonly CapInfo[]): string[] {
  const values = infos.flatMap(({ areas }) =>
    areas.flatMap(({ geocodes }) => geocodes.map(({ value }) => value)),
  )
  return [...new Set(values.map((value) => value.trim()))].filter((value) => AREA_CODE.test(value))
}

/** The area itself where it is allowed, else the allowed ones that lie in it. */
function within(tree: AreaTree, areaId: AreaId, allowed: readonly AreaId[]): AreaId[] {
  if (tree.idPathOf(areaId).some((id) => allowed.includes(id))) return [areaId]
  return allowed.filter((id) => tree.idPathOf(id).includes(areaId))
}

/** Without those that lie in another one, and without those that are gone. */
function topmost(tree: AreaTree, areaIds: readonly AreaId[]): AreaId[] {
  const all = new Set(areaIds)
  return [...all]
    .filter((areaId) => tree.find(areaId) !== undefined)
    .filter((areaId) => !tree.idPathOf(areaId).some((id) => id !== areaId && all.has(id)))
    .sort()
}

function boundsOfCircle({ centre, radiusKm }: CapCircle): { southWest: Position; northEast: Position } {
  const up = radiusKm / KM_PER_DEGREE
  const across = up / Math.max(0.01, Math.cos((centre.latitude * Math.PI) / 180))
  return {
    southWest: { latitude: centre.latitude - up, longitude: centre.longitude - across },
    northEast: { latitude: centre.latitude + up, longitude: centre.longitude + across },
  }
}

/** Over a commune or a province the earth is flat enough. */
function isNear({ latitude, longitude }: Position, { centre, radiusKm }: CapCircle): boolean {
  const northKm = (latitude - centre.latitude) * KM_PER_DEGREE
  const eastKm = (longitude - centre.longitude) * KM_PER_DEGREE * Math.cos((centre.latitude * Math.PI) / 180)
  return Math.hypot(northKm, eastKm) <= radiusKm
}
