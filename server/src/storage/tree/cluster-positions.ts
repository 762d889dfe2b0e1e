import type { AreaId, ClusterId, Position } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'

export interface PlacedCluster {
  clusterId: ClusterId
  areaId: AreaId
  position: Position
}

/** The clusters that have a position between these corners, both included. */
export function listClustersBetween(
  database: Database,
  { southWest, northEast }: { southWest: Position; northEast: Position },
): PlacedCluster[] {
  const rows = database.rows(
    query
      .selectFrom('clusters')
      .select(['clusterId', 'areaId', 'latitude', 'longitude'])
      .where('latitude', '>=', southWest.latitude)
      .where('latitude', '<=', northEast.latitude)
      .where('longitude', '>=', southWest.longitude)
      .where('longitude', '<=', northEast.longitude)
      .orderBy('clusterId'),
  )
  return rows.flatMap(({ latitude, longitude, ...rest }) =>
    latitude === null || longitude === null ? [] : [{ ...rest, position: { latitude, longitude } }],
  )
}

/** What the follow-up of an emergency shows of a cluster. */
export interface TargetHead {
  name: string
  areaId: AreaId
  position: Position | null
}

/** Of these clusters, in one statement; unknown ones are left out. */
export function findTargetHeads(
  database: Database,
  clusterIds: readonly ClusterId[],
): ReadonlyMap<ClusterId, TargetHead> {
  const ids = sql<string>`(SELECT value FROM json_each(${JSON.stringify(clusterIds)}))`
  const rows = database.rows(
    query
      .selectFrom('clusters')
      .select(['clusterId', 'name', 'areaId', 'latitude', 'longitude'])
      .where('clusterId', 'in', ids),
  )
  return new Map(
    rows.map(({ clusterId, name, areaId, latitude, longitude }) => {
      const position = latitude === null || longitude === null ? null : { latitude, longitude }
      return [clusterId, { name, areaId, position }]
    }),
  )
}
