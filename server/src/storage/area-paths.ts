import type { AreaId, ClusterId } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from './database.ts'

/** A list of any length as one parameter, so that the statement's text stays the same. */
function listed(ids: readonly string[]) {
  return sql<string>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
}

/** Of each of these areas, and of every area above them: the area above; null at the top. Unknown ones are left out. */
export function findParents(database: Database, areaIds: readonly AreaId[]): Map<AreaId, AreaId | null> {
  const built = query
    .withRecursive('above', (builder) =>
      builder
        .selectFrom('areas')
        .select(['areas.areaId', 'areas.parentId'])
        .where('areas.areaId', 'in', listed(areaIds))
        // UNION, not UNION ALL: what two areas have above them in common is walked once.
        .union(
          builder
            .selectFrom('areas')
            .innerJoin('above', 'above.parentId', 'areas.areaId')
            .select(['areas.areaId', 'areas.parentId']),
        ),
    )
    .selectFrom('above')
    .select(['areaId', 'parentId'])
  return new Map(database.rows(built).map(({ areaId, parentId }) => [areaId, parentId]))
}

/** In which area each of these clusters lies; unknown ones are left out. */
export function findAreasOfClusters(
  database: Database,
  clusterIds: readonly ClusterId[],
): Map<ClusterId, AreaId> {
  const built = query
    .selectFrom('clusters')
    .select(['clusterId', 'areaId'])
    .where('clusterId', 'in', listed(clusterIds))
  return new Map(database.rows(built).map(({ clusterId, areaId }) => [clusterId, areaId]))
}
