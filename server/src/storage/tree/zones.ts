import type { AreaId, ClusterId, Id } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** A named set of clusters inside an area; which clusters, these say themselves in their settings. */
export interface StoredZone {
  zoneId: Id
  areaId: AreaId
  name: string
  createdAt: number
  version: number
}

export const ZONES_MAX = 20_000

/** Throws `alreadyExists` (id, or name within the area), `stillReferenced` where there is no such area. */
export function insertZone(database: Database, zone: Omit<StoredZone, 'version'>): void {
  database.run(query.insertInto('zones').values({ ...zone, version: 1 }))
}

/** Undefined where there is none of this id. */
export function findZone(database: Database, zoneId: Id): StoredZone | undefined {
  return database.row(query.selectFrom('zones').selectAll().where('zoneId', '=', zoneId))
}

/** Of every area, by name; at most `ZONES_MAX`. */
export function listZones(database: Database): StoredZone[] {
  return database.rows(
    query.selectFrom('zones').selectAll().orderBy('name').orderBy('zoneId').limit(ZONES_MAX),
  )
}

/** Gives whether a zone of this id and version was there. Throws `alreadyExists` for a name in use. */
export function renameZone(
  database: Database,
  { zoneId, version, name }: Pick<StoredZone, 'zoneId' | 'version' | 'name'>,
): boolean {
  const update = query.updateTable('zones').set({ name, version: version + 1 })
  return database.run(update.where('zoneId', '=', zoneId).where('version', '=', version)) > 0
}

/** Who still names it is for the caller to know: no foreign key does. */
export function removeZone(database: Database, zoneId: Id): void {
  database.run(query.deleteFrom('zones').where('zoneId', '=', zoneId))
}

/** The clusters that say they belong to it; one look into an index. */
export function listZoneMembers(database: Database, zoneId: Id): ClusterId[] {
  return database
    .rows(query.selectFrom('zoneMembers').select('clusterId').where('zoneId', '=', zoneId))
    .map(({ clusterId }) => clusterId)
}
