import {
  type AreaAnswer,
  type AreaChange,
  type AreaId,
  CodedError,
  type NewArea,
  newId,
} from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { isTimeZone } from '../../config.ts'
import type { Database } from '../../storage/database.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import {
  AREA_LEVELS_MAX,
  AREAS_MAX,
  type Area,
  insertArea,
  removeArea as removeAreaRow,
  replaceArea,
} from '../../storage/tree/areas.ts'
import { isTargeted } from '../../storage/tree/place-references.ts'
import { checkVersion } from '../../storage/versions.ts'
import { areaAt } from '../places.ts'
import type { Services } from '../services.ts'
import { areaAnswer } from './answers.ts'
import { deliverBelow } from './deliver-below.ts'
import { dropForeignZones } from './zone-membership.ts'

/**
 * Adds an area. Throws `areaNotFound` (parent), `treeTooDeep`, `alreadyExists` (id or code), `unknownTimeZone`,
 * `limitExceeded`.
 */
export function addArea(services: Services, wanted: NewArea, by: Principal): AreaAnswer {
  const { database, chance, clock, updates } = services
  const { parentId = null, code = null, name, settings = {} } = wanted
  checkTimeZone(settings.timeZone)
  const at = clock.now()
  const areaId = wanted.areaId ?? newId('area', chance)
  database.transaction(() => {
    const tree = areaTree(database)
    if (tree.count() >= AREAS_MAX) throw new CodedError('limitExceeded', `at most ${AREAS_MAX} areas`)
    if (parentId !== null) {
      areaAt(database, parentId)
      checkLevels(tree.pathOf(parentId).length + 1)
    }
    insertArea(database, { areaId, parentId, code, name, settings, createdAt: at })
    recordAct(database, { at, by, act: 'area.add', areaIds: [areaId], subject: areaId, detail: { name } })
  })
  updates.changed('areas', areaId)
  return areaAnswer(areaAt(database, areaId))
}

export interface AreaOrder {
  areaId: AreaId
  /** `If-Match`. */
  expected: number | 'any'
  change: AreaChange
}

/**
 * Renames, gives another code or settings, or moves it with all that is below. Clusters that leave a zone's area that
 * way leave the zone. Their configs follow in the background. Throws `areaNotFound`, `changedMeanwhile`, `treeCircle`,
 * `treeTooDeep`, `alreadyExists` (code), `unknownTimeZone`.
 */
export function changeArea(
  services: Services,
  { areaId, expected, change }: AreaOrder,
  by: Principal,
): AreaAnswer {
  const { database, clock, updates } = services
  checkTimeZone(change.settings?.timeZone)
  const at = clock.now()
  database.transaction(() => {
    const before = areaAt(database, areaId)
    checkVersion(areaAnswer(before), expected)
    const after = { ...before, ...change }
    if (after.parentId !== before.parentId) checkMove(database, areaId, after.parentId)
    replaceArea(database, after)
    const zonesLeft = after.parentId === before.parentId ? [] : dropForeignZones(database, areaId)
    const detail = { ...differences(before, after), ...(zonesLeft.length > 0 && { zonesLeft }) }
    const areaIds = after.parentId === before.parentId ? [areaId] : [areaId, ...parents(before, after)]
    recordAct(database, { at, by, act: 'area.change', areaIds, subject: areaId, detail })
  })
  if (change.parentId !== undefined || change.settings !== undefined) deliverBelow(services, areaId)
  updates.changed('areas', areaId)
  return areaAnswer(areaAt(database, areaId))
}

/** Removes an area that nothing is in and nothing names. Throws `areaNotFound`, `changedMeanwhile`, `stillReferenced`. */
export function removeArea(
  { database, clock, updates }: Services,
  { areaId, expected }: Omit<AreaOrder, 'change'>,
  by: Principal,
): void {
  const at = clock.now()
  database.transaction(() => {
    const before = areaAt(database, areaId)
    checkVersion(areaAnswer(before), expected)
    if (isTargeted(database, areaId))
      throw new CodedError('stillReferenced', `a programme is aimed at ${areaId}`)
    removeAreaRow(database, areaId)
    // The area is gone: whoever may see what is above it may see that it went.
    const areaIds = before.parentId === null ? [] : [before.parentId]
    const detail = { name: before.name, code: before.code }
    recordAct(database, { at, by, act: 'area.remove', areaIds, subject: areaId, detail })
  })
  updates.changed('areas', areaId)
}

/** Throws `unknownTimeZone`. */
export function checkTimeZone(timeZone: string | null | undefined): void {
  if (timeZone && !isTimeZone(timeZone))
    throw new CodedError('unknownTimeZone', `${timeZone} is not a known time zone`)
}

/** Throws `areaNotFound`, `treeCircle`, `treeTooDeep`. */
export function checkMove(database: Database, areaId: AreaId, parentId: AreaId | null): void {
  const tree = areaTree(database)
  if (parentId === null) return
  areaAt(database, parentId)
  const path = tree.idPathOf(parentId)
  if (path.includes(areaId)) throw new CodedError('treeCircle', `${parentId} lies below ${areaId}`)
  checkLevels(path.length + tree.levelsBelow(areaId))
}

function checkLevels(levels: number): void {
  if (levels > AREA_LEVELS_MAX)
    throw new CodedError('treeTooDeep', `at most ${AREA_LEVELS_MAX} levels of areas`)
}

const parents = (...areas: Area[]) => areas.flatMap(({ parentId }) => parentId ?? [])

/** What was and what is, of each field that changed. */
export function differences<T extends object>(
  before: T,
  after: T,
): Record<string, { from: unknown; to: unknown }> {
  const changed: Record<string, { from: unknown; to: unknown }> = {}
  for (const key of Object.keys(after)) {
    const from: unknown = Reflect.get(before, key)
    const to: unknown = Reflect.get(after, key)
    if (JSON.stringify(from) !== JSON.stringify(to)) changed[key] = { from, to }
  }
  return changed
}
