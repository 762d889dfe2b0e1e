import type { AreaId, ClusterId, Id } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'
import { areaTree } from './area-tree.ts'

/** In which area each of these clusters lies; unknown ones are left out. */
export function findAreasOfClusters(
  database: Database,
  clusterIds: readonly ClusterId[],
): ReadonlyMap<ClusterId, AreaId> {
  const built = query.selectFrom('clusters').select(['clusterId', 'areaId'])
  const rows = database.rows(built.where('clusterId', 'in', oneOf(clusterIds)))
  return new Map(rows.map(({ clusterId, areaId }) => [clusterId, areaId]))
}

/** To which area each of these zones belongs; unknown ones are left out. */
export function findAreasOfZones(database: Database, zoneIds: readonly Id[]): ReadonlyMap<Id, AreaId> {
  const built = query.selectFrom('zones').select(['zoneId', 'areaId'])
  const rows = database.rows(built.where('zoneId', 'in', oneOf(zoneIds)))
  return new Map(rows.map(({ zoneId, areaId }) => [zoneId, areaId]))
}

/**
 * Where clusters of these zones stand that do not stand in their zone's own area: there are such in databases of before
 * zones had areas, and whoever speaks to the zone speaks there as well.
 */
export function findAreasBesideZones(database: Database, zoneIds: readonly Id[]): AreaId[] {
  const built = query
    .selectFrom('zoneMembers')
    .innerJoin('zones', 'zones.zoneId', 'zoneMembers.zoneId')
    .innerJoin('clusters', 'clusters.clusterId', 'zoneMembers.clusterId')
    .select(['zones.areaId as zoneAreaId', 'clusters.areaId'])
    .distinct()
    .where('zoneMembers.zoneId', 'in', oneOf(zoneIds))
  const tree = areaTree(database)
  const beside = database
    .rows(built)
    .filter(({ zoneAreaId, areaId }) => !tree.idPathOf(areaId).includes(zoneAreaId))
  return [...new Set(beside.map(({ areaId }) => areaId))]
}

/** A list of any length as one parameter: the statement's text, which is kept compiled, stays the same. */
function oneOf(ids: readonly string[]) {
  return sql<string>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
}

/** Undefined where there is no such bulletin. */
export function findAreaOfBulletin(database: Database, bulletinId: Id): AreaId | undefined {
  return database.row(query.selectFrom('bulletins').select('areaId').where('bulletinId', '=', bulletinId))
    ?.areaId
}
