import type { AreaId, AreaSettings } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'

/** A node of the tree; `code` is QĐ 19/2025 text with its leading zeros, and only data. */
export interface Area {
  areaId: AreaId
  parentId: AreaId | null
  code: string | null
  name: string
  settings: AreaSettings
  createdAt: number
  version: number
}

/** As many levels as an area path may have (`ClusterConfig`). */
export const AREA_LEVELS_MAX = 16
export const AREAS_MAX = 20_000

/** Throws `alreadyExists` (id or code), `stillReferenced` where the parent does not exist. */
export function insertArea(database: Database, area: Omit<Area, 'version'>): void {
  const row = { ...area, settings: JSON.stringify(area.settings), version: 1 }
  database.run(query.insertInto('areas').values(row))
}

/** Past the tree in memory; `areaTree` is the quick way. */
export function findArea(database: Database, areaId: AreaId): Area | undefined {
  const row = database.row(query.selectFrom('areas').selectAll().where('areaId', '=', areaId))
  return row && fromRow(row)
}

/** In one statement of the same text, however many there are. */
export function listAreasOf(database: Database, areaIds: readonly AreaId[]): Area[] {
  const ids = sql<string>`(SELECT value FROM json_each(${JSON.stringify(areaIds)}))`
  return database.rows(query.selectFrom('areas').selectAll().where('areaId', 'in', ids)).map(fromRow)
}

/** All of them, in no order: `areaTree` sorts and joins them. */
export function listAreas(database: Database): Area[] {
  return database.rows(query.selectFrom('areas').selectAll().limit(AREAS_MAX)).map(fromRow)
}

/** Gives whether an area of this id and version was there to be changed. Throws `alreadyExists` for a code in use. */
export function replaceArea(
  database: Database,
  { areaId, version, ...area }: Omit<Area, 'createdAt'>,
): boolean {
  const set = {
    parentId: area.parentId,
    code: area.code,
    name: area.name,
    settings: JSON.stringify(area.settings),
    version: version + 1,
  }
  const update = query.updateTable('areas').set(set)
  return database.run(update.where('areaId', '=', areaId).where('version', '=', version)) > 0
}

/** Throws `stillReferenced` while anything names it. */
export function removeArea(database: Database, areaId: AreaId): void {
  database.run(query.deleteFrom('areas').where('areaId', '=', areaId))
}

/** The nearest answer on the way up. */
export function inherited<K extends keyof AreaSettings>(
  path: readonly Area[],
  name: K,
): AreaSettings[K] | undefined {
  return path.findLast((area) => area.settings[name] !== undefined)?.settings[name]
}

function fromRow(row: Omit<Area, 'settings'> & { settings: string }): Area {
  return { ...row, settings: row.settings === '{}' ? {} : JSON.parse(row.settings) }
}
