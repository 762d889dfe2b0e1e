import { type AreaId, type AuditEntry, CodedError, type Id, type Page, sleep } from '@tieng-lang/protocol'
import type { Services } from '../broadcasting/services.ts'
import { listAuditSlice, type StoredAuditEntry } from '../storage/accounts/audit-entries.ts'
import { areaTree } from '../storage/tree/area-tree.ts'
import { PERMISSIONS } from './permissions.ts'
import type { Principal } from './principal.ts'
import { visibleAreas } from './visible-areas.ts'

export interface AuditQuestion {
  areaId?: AreaId | undefined
  operatorId?: Id | undefined
  act?: string | undefined
  traceId?: string | undefined
  /** The number of an entry; only older ones. */
  before: number
  countMax: number
}

/** A question that fits hardly any entry looks through so many slices and then says where to go on. */
const SLICES_MAX = 50

/**
 * The log, newest first, as far as the asker may read it: entries of an area they audit or of one below it; entries of
 * everything only with a grant on everything. Throws `areaNotFound`.
 */
export async function readAuditLog(
  { database, clock }: Services,
  by: Principal,
  { areaId, countMax, ...rest }: AuditQuestion,
): Promise<Page<AuditEntry>> {
  const underAreaIds = areasToRead(database, by, areaId)
  const items: StoredAuditEntry[] = []
  let next: number | null = rest.before
  for (let slice = 0; slice < SLICES_MAX && next !== null && items.length < countMax; slice += 1) {
    const filter = { ...rest, underAreaIds, before: next }
    const found = listAuditSlice(database, filter, countMax - items.length)
    items.push(...found.entries)
    next = found.next
    // Others have their turn between two looks.
    await sleep(clock, 0)
  }
  return { items: items.map(shown), next: next === null ? null : String(next) }
}

/** Null for everything; else the topmost areas whose entries, with all below them, are meant and allowed. */
function areasToRead(
  database: Services['database'],
  { grants }: Principal,
  areaId: AreaId | undefined,
): AreaId[] | null {
  const tree = areaTree(database)
  const { isEverywhere, areaIds } = visibleAreas(database, grants, 'audit.read')
  if (areaId !== undefined) {
    if (!tree.find(areaId)) throw new CodedError('areaNotFound', `no area is ${areaId}`)
    if (isEverywhere || areaIds.has(areaId)) return [areaId]
  } else if (isEverywhere) return null
  const roles: readonly string[] = PERMISSIONS['audit.read']
  const granted = grants.flatMap((grant) =>
    roles.includes(grant.role) && grant.areaId !== null ? [grant.areaId] : [],
  )
  // Of an area above the granted ones, what lies below it and is granted.
  const below = areaId === undefined ? null : new Set(tree.idsBelow(areaId))
  return [...new Set(granted)].filter((id) => below === null || below.has(id))
}

function shown({ areaIds, ...entry }: StoredAuditEntry): AuditEntry {
  return { ...entry, areaIds: [...areaIds] }
}
