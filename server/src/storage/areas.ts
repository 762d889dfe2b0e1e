import { type AreaId, QuietHours, shape } from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'
import { type Database, query } from './database.ts'

/** What an area hands down to everything below it, unless a smaller area or the cluster says otherwise. */
export const AreaSettings = shape({
  timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  quietHours: Type.Optional(QuietHours),
})
export type AreaSettings = Static<typeof AreaSettings>

/** A node of the tree; `code` is QĐ 19/2025 text with its leading zeros, and only data. */
export interface Area {
  areaId: AreaId
  parentId: AreaId | null
  code: string | null
  name: string
  settings: AreaSettings
  createdAt: number
}

/** As many levels as an area path may have (`ClusterConfig`). */
export const AREA_LEVELS_MAX = 16
const AREAS_MAX = 20_000

export function insertArea(database: Database, area: Area): void {
  database.run(query.insertInto('areas').values({ ...area, settings: JSON.stringify(area.settings) }))
}

export function findArea(database: Database, areaId: AreaId): Area | undefined {
  const row = database.row(query.selectFrom('areas').selectAll().where('areaId', '=', areaId))
  return row && fromRow(row)
}

export function listAreas(database: Database): Area[] {
  return database.rows(query.selectFrom('areas').selectAll().orderBy('name').limit(AREAS_MAX)).map(fromRow)
}

export function renameArea(database: Database, areaId: AreaId, name: string): boolean {
  return database.run(query.updateTable('areas').set({ name }).where('areaId', '=', areaId)) > 0
}

/** From the root down to the area itself; empty where there is no such area. */
export function findAreaPath(database: Database, areaId: AreaId): Area[] {
  const path: Area[] = []
  let next: AreaId | null = areaId
  while (next !== null && path.length < AREA_LEVELS_MAX) {
    const area: Area | undefined = findArea(database, next)
    if (!area) return []
    path.unshift(area)
    next = area.parentId
  }
  return path
}

/** The nearest answer on the way up. */
export function inherited<K extends keyof AreaSettings>(
  path: readonly Area[],
  name: K,
): AreaSettings[K] | undefined {
  return path.findLast((area) => area.settings[name] !== undefined)?.settings[name]
}

function fromRow(row: Omit<Area, 'settings'> & { settings: string }): Area {
  return { ...row, settings: JSON.parse(row.settings) }
}
