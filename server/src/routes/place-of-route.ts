import { type AreaId, type ClusterId, CodedError, type Id } from '@tieng-lang/protocol'
import { EVERYWHERE } from '../access/permissions.ts'
import { findAreasOfClusters, findParents } from '../storage/area-paths.ts'
import type { Database } from '../storage/database.ts'
import type { PlaceOfRoute } from './route-table.ts'

/** The areas of a place from the root down, or everything. */
export type AreaPath = readonly AreaId[] | typeof EVERYWHERE

/** What a request names, after its shape was checked. */
export interface Asked {
  params: Named
  query: Named
  body: Named
}
export type Named = Readonly<Record<string, unknown>>

type JudgedPlace = Exclude<PlaceOfRoute, 'public' | 'signedIn' | 'somewhere'>
type Resolve = (database: Database, asked: Asked) => AreaPath[]

/** For each kind of place: every area path that the asker must have the right on. */
const RESOLVE: Readonly<Record<JudgedPlace, Resolve>> = {
  everywhere: () => [EVERYWHERE],
  area: (database, { params, query, body }) =>
    typeof params.areaId === 'string'
      ? [pathOf(database, params.areaId), ...moved(database, body, 'parentId')]
      : [pathOf(database, first(query.areaId, body.areaId, body.underAreaId))],
  parentArea: (database, { body }) => [pathOf(database, first(body.parentId))],
  zone: () => {
    throw new CodedError('zoneNotFound', 'there are no zones yet')
  },
  cluster: (database, { params, body }) => {
    const clusterId = first(params.clusterId, body.clusterId)
    return [
      pathOfCluster(database, clusterId ?? ''),
      ...(typeof params.clusterId === 'string' ? moved(database, body, 'areaId') : []),
    ]
  },
  bulletin: () => [EVERYWHERE],
  programme: () => [EVERYWHERE],
  operator: () => [EVERYWHERE],
  targets: () => [EVERYWHERE],
  place: () => [EVERYWHERE],
}

/** Where a request would act. Throws `…NotFound` for what is not there. */
export function placesOfRoute(database: Database, place: JudgedPlace, asked: Asked): AreaPath[] {
  const places = RESOLVE[place](database, asked)
  // Naming nothing must not mean being allowed everything.
  return places.length === 0 ? [EVERYWHERE] : places
}

/** Where it would be moved to: the right is needed there as well. */
function moved(database: Database, body: Named, field: string): AreaPath[] {
  const areaId = body[field]
  return areaId === undefined ? [] : [pathOf(database, typeof areaId === 'string' ? areaId : undefined)]
}

/** Without an area it is everything. Throws `areaNotFound`. */
function pathOf(database: Database, areaId: AreaId | undefined): AreaPath {
  if (areaId === undefined) return EVERYWHERE
  const [path] = pathsOf(database, [areaId])
  return path ?? EVERYWHERE
}

function pathsOf(database: Database, areaIds: readonly AreaId[]): AreaPath[] {
  const parents = findParents(database, areaIds)
  return areaIds.map((areaId) => {
    if (!parents.has(areaId)) throw new CodedError('areaNotFound', `no area is ${areaId}`)
    const path: AreaId[] = []
    for (let next: AreaId | null | undefined = areaId; next; next = parents.get(next)) path.unshift(next)
    return path
  })
}

/** Throws `clusterNotFound`. */
function pathOfCluster(database: Database, clusterId: ClusterId): AreaPath {
  const areaId = findAreasOfClusters(database, [clusterId]).get(clusterId)
  if (areaId === undefined) throw new CodedError('clusterNotFound', `no cluster is ${clusterId}`)
  return pathOf(database, areaId)
}

function first(...values: unknown[]): Id | undefined {
  return values.find((value) => typeof value === 'string')
}
