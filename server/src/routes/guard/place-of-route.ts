import { type AreaId, CodedError, type Id, type ProgrammeTargets } from '@tieng-lang/protocol'
import { EVERYWHERE } from '../../access/permissions.ts'
import { areasOfPlace as areasOfPlaceOfCap } from '../../cap/incoming/inbox.ts'
import { listGrants } from '../../storage/accounts/grants.ts'
import { findOperator } from '../../storage/accounts/operators.ts'
import { findCapMessage } from '../../storage/cap/cap-messages.ts'
import type { Database } from '../../storage/database.ts'
import { findEmergency } from '../../storage/emergencies/emergencies.ts'
import { findLiveSession } from '../../storage/live/live-sessions.ts'
import { findProgramme } from '../../storage/programmes.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import {
  findAreaOfBulletin,
  findAreasBesideZones,
  findAreasOfClusters,
  findAreasOfZones,
} from '../../storage/tree/areas-of.ts'
import type { PlaceOfRoute } from '../route-table.ts'

/** The areas of a place from the root down, or everything. */
export type AreaPath = readonly AreaId[] | typeof EVERYWHERE

/** What a request names, after its shape was checked. */
export interface Asked {
  params: Named
  query: Named
  body: Named
}
export type Named = Readonly<Record<string, unknown>>

/** Where it is enough who asks. */
const NOT_JUDGED = ['public', 'signedIn', 'somewhere', 'capSender', 'signedInOrCapSender'] as const
type JudgedPlace = Exclude<PlaceOfRoute, (typeof NOT_JUDGED)[number]>

export function isJudged(place: PlaceOfRoute): place is JudgedPlace {
  return !NOT_JUDGED.some((each) => each === place)
}

/** One or more areas; null is everything. */
type Areas = (AreaId | null)[]

/** For each kind of place: the areas that the asker must have the right on. */
const AREAS_OF: Readonly<Record<JudgedPlace, (database: Database, asked: Asked) => Areas>> = {
  everywhere: () => [null],
  area: (_, { params, query, body }) =>
    params.areaId === undefined
      ? // All that are named: one in the query must not hide another in the body.
        [...areaIn(query, 'areaId'), ...areaIn(body, 'areaId'), ...areaIn(body, 'underAreaId')]
      : [idIn(params, 'areaId'), ...areaIn(body, 'parentId')],
  parentArea: (_, { body }) => [idIn(body, 'parentId')],
  zone: (database, { params }) => areasOfZones(database, [idIn(params, 'zoneId') ?? '']),
  cluster: (database, { params, body }) =>
    params.clusterId === undefined
      ? areasOfClusters(database, [idIn(body, 'clusterId') ?? ''])
      : [...areasOfClusters(database, [idIn(params, 'clusterId') ?? '']), ...areaIn(body, 'areaId')],
  bulletin: (database, { params, body }) => [
    areaOfBulletin(database, idIn(params, 'bulletinId') ?? ''),
    ...areaIn(body, 'areaId'),
  ],
  programme: (database, { params, body }) => [
    ...areasOfProgramme(database, idIn(params, 'programmeId') ?? ''),
    ...(isTargets(body.targets) ? areasOfTargets(database, body.targets) : []),
  ],
  operator: (database, { params }) => areasOfOperator(database, idIn(params, 'operatorId') ?? ''),
  targets: (database, { body }) => (isTargets(body.targets) ? areasOfTargets(database, body.targets) : []),
  place: (database, { body }) => areasOfPlace(database, body.place),
  emergencyPlace: (database, { body }) => (isTargets(body.place) ? areasOfTargets(database, body.place) : []),
  livePlace: (database, { body }) => (isTargets(body.place) ? areasOfTargets(database, body.place) : []),
  liveSession: (database, { params }) => areasOfLiveSession(database, idIn(params, 'sessionId') ?? ''),
  emergency: (database, { params }) => areasOfEmergency(database, idIn(params, 'emergencyId') ?? ''),
  capMessage: (database, { params }) => areasOfCapMessage(database, idIn(params, 'messageId') ?? ''),
}

/**
 * Every area path on which a request would act; a request that names none acts everywhere, so that naming nothing is
 * never the way around a missing right. Throws `areaNotFound`, `zoneNotFound`, `clusterNotFound`,
 * `bulletinNotFound`, `programmeNotFound`, `operatorNotFound`, `emergencyNotFound`,
 * `capMessageNotFound`, `liveSessionNotFound`.
 */
export function pathsOfRoute(database: Database, place: JudgedPlace, asked: Asked): AreaPath[] {
  const areaIds = [...new Set(AREAS_OF[place](database, asked))]
  // A polygon reaches only where the asker may raise: it names no area by itself.
  if (place === 'emergencyPlace' && areaIds.length === 0 && hasPolygons(asked.body.place)) return []
  return areaIds.length === 0 ? [EVERYWHERE] : areaIds.map((areaId) => pathOf(database, areaId))
}

function pathOf(database: Database, areaId: AreaId | null): AreaPath {
  if (areaId === null) return EVERYWHERE
  const path = areaTree(database).idPathOf(areaId)
  if (path.length === 0) throw new CodedError('areaNotFound', `no area is ${areaId}`)
  return path
}

function idIn(named: Named, field: string): Id | null {
  const value = named[field]
  return typeof value === 'string' ? value : null
}

/** Nothing where no area is named; of a thing that is moved, where it would go: the right is needed there as well. */
function areaIn(named: Named, field: string): Areas {
  return named[field] === undefined ? [] : [idIn(named, field)]
}

function areasOfZones(database: Database, zoneIds: readonly Id[]): AreaId[] {
  const areas = findAreasOfZones(database, zoneIds)
  const named = zoneIds.map((zoneId) => areas.get(zoneId) ?? notFound('zone', zoneId))
  return zoneIds.length === 0 ? [] : [...named, ...findAreasBesideZones(database, zoneIds)]
}

function areasOfClusters(database: Database, clusterIds: readonly Id[]): AreaId[] {
  const areas = findAreasOfClusters(database, clusterIds)
  return clusterIds.map((clusterId) => areas.get(clusterId) ?? notFound('cluster', clusterId))
}

function areaOfBulletin(database: Database, bulletinId: Id): AreaId {
  return findAreaOfBulletin(database, bulletinId) ?? notFound('bulletin', bulletinId)
}

function areasOfPlace(database: Database, place: unknown): Areas {
  const named = typeof place === 'object' && place !== null ? { ...place } : {}
  const { clusterId, zoneId, areaId }: Named = named
  if (typeof clusterId === 'string') return areasOfClusters(database, [clusterId])
  if (typeof zoneId === 'string') return areasOfZones(database, [zoneId])
  return [typeof areaId === 'string' ? areaId : null]
}

function areasOfTargets(database: Database, { areas, zones, clusters }: ProgrammeTargets): AreaId[] {
  return [...areas, ...areasOfZones(database, zones), ...areasOfClusters(database, clusters)]
}

/**
 * What it reaches and what it still plays to, as far as these are still there: a cluster taken away must not keep a
 * programme from being changed.
 */
function areasOfProgramme(database: Database, programmeId: Id): AreaId[] {
  const { targets, playing } = findProgramme(database, programmeId) ?? notFound('programme', programmeId)
  const tree = areaTree(database)
  return [targets, ...(playing ? [playing.targets] : [])].flatMap(({ areas, zones, clusters }) => [
    ...areas.filter((areaId) => tree.find(areaId) !== undefined),
    ...findAreasOfZones(database, zones).values(),
    ...(zones.length > 0 ? findAreasBesideZones(database, zones) : []),
    ...findAreasOfClusters(database, clusters).values(),
  ])
}

/** What it was raised on, as far as that is still there. */
function areasOfEmergency(database: Database, emergencyId: Id): AreaId[] {
  const { areaIds } = findEmergency(database, emergencyId) ?? notFound('emergency', emergencyId)
  const tree = areaTree(database)
  return areaIds.filter((areaId) => tree.find(areaId) !== undefined)
}

/** Where it is heard, as far as that is still there. */
function areasOfLiveSession(database: Database, sessionId: Id): AreaId[] {
  const { areaIds } = findLiveSession(database, sessionId) ?? notFound('liveSession', sessionId)
  const tree = areaTree(database)
  return areaIds.filter((areaId) => tree.find(areaId) !== undefined)
}

/** Where it would be heard. */
function areasOfCapMessage(database: Database, messageId: Id): AreaId[] {
  const { place } = findCapMessage(database, messageId) ?? notFound('capMessage', messageId)
  return areasOfPlaceOfCap(database, place)
}

function hasPolygons(place: unknown): boolean {
  if (typeof place !== 'object' || place === null || !('polygons' in place)) return false
  return Array.isArray(place.polygons) && place.polygons.length > 0
}

/** Where the account may do anything: who changes it must be above all of that. */
function areasOfOperator(database: Database, operatorId: Id): Areas {
  if (!findOperator(database, operatorId)) notFound('operator', operatorId)
  return listGrants(database, operatorId).map(({ areaId }) => areaId)
}

/** The shape of the route has been checked: this only tells the body of one route from that of another. */
function isTargets(value: unknown): value is ProgrammeTargets {
  return typeof value === 'object' && value !== null && 'areas' in value
}

function notFound(
  thing:
    | 'zone'
    | 'cluster'
    | 'programme'
    | 'bulletin'
    | 'operator'
    | 'emergency'
    | 'capMessage'
    | 'liveSession',
  id: Id,
): never {
  throw new CodedError(`${thing}NotFound`, `no ${thing} is ${id}`)
}
