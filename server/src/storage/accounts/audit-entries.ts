import type { AreaId, Id } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'
import { areaTree } from '../tree/area-tree.ts'

export interface NewAuditEntry {
  at: number
  operatorId: Id | null
  operatorName: string
  address: string
  /** What was done, as `thing.verb`: `programme.approve`. */
  act: string
  /** The areas it concerned; empty: everything. */
  areaIds: readonly AreaId[]
  /** The id of what it was done to. */
  subject: string | null
  /** A few plain facts: names, old and new values; never a secret. */
  detail: Record<string, unknown>
  /** The request that it was done in, to be found in the logs; null or absent where none stands behind it. */
  traceId?: string | null
}

/** Appends; nothing here changes or removes an entry, and the table itself refuses both (R25). */
export function insertAuditEntry(database: Database, { areaIds, detail, ...entry }: NewAuditEntry): void {
  const row = { traceId: null, ...entry, areaIds: JSON.stringify(areaIds), detail: JSON.stringify(detail) }
  const inserted = database.row(query.insertInto('auditEntries').values(row).returning('auditId'))
  const tree = areaTree(database)
  const found = JSON.stringify([...new Set(areaIds.flatMap((areaId) => tree.idPathOf(areaId)))])
  if (!inserted || found === '[]') return
  const { auditId } = inserted
  const areas = sql<{ areaId: string }>`(SELECT value AS areaId FROM json_each(${found}))`.as('areas')
  const pairs = query.selectFrom(areas).select(['areaId', sql.lit(auditId).as('auditId')])
  database.run(query.insertInto('auditEntryAreas').columns(['areaId', 'auditId']).expression(pairs))
}

export interface AuditFilter {
  /** Entries of one of these areas or of anything below it; null: all entries. */
  underAreaIds: readonly AreaId[] | null
  operatorId?: Id | undefined
  act?: string | undefined
  traceId?: string | undefined
  /** Only entries with a smaller number. */
  before: number
}

/** So many entries at most are looked at in one statement. */
const LOOKED_AT_MAX = 2_000

/** Those of the next entries, newest first, that fit; and where to go on, null at the end of the log. */
export function listAuditSlice(
  database: Database,
  filter: AuditFilter,
  countMax: number,
): { entries: StoredAuditEntry[]; next: number | null } {
  const { operatorId, act, traceId, underAreaIds } = filter
  const filtersOn = [operatorId, act, traceId].filter((value) => value !== undefined).length
  const isPicky = filtersOn > (underAreaIds === null ? 1 : 0)
  const lookedAtMax = isPicky ? LOOKED_AT_MAX : countMax
  const ids =
    underAreaIds === null ? idsOfAll(database, filter, lookedAtMax) : idsUnder(database, filter, lookedAtMax)
  const built = query
    .selectFrom('auditEntries')
    .selectAll()
    .where('auditId', 'in', sql<number>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .$if(operatorId !== undefined, (all) => all.where('operatorId', '=', operatorId ?? ''))
    .$if(act !== undefined, (all) => all.where('act', '=', act ?? ''))
    .$if(traceId !== undefined, (all) => all.where('traceId', '=', traceId ?? ''))
    .orderBy('auditId', 'desc')
    .limit(countMax)
  const entries = database.rows(built).map(fromRow)
  const last = entries.length === countMax ? entries.at(-1)?.auditId : ids.at(-1)
  const isEnd = ids.length < lookedAtMax && entries.length < countMax
  return { entries, next: isEnd ? null : (last ?? null) }
}

/** By the index that fits best; the other filter is left to the caller. */
function idsOfAll(database: Database, filter: AuditFilter, countMax: number): number[] {
  const { operatorId, act, traceId, before } = filter
  const built = query.selectFrom('auditEntries').select('auditId').where('auditId', '<', before)
  const narrowed =
    traceId !== undefined
      ? built.where('traceId', '=', traceId)
      : operatorId !== undefined
        ? built.where('operatorId', '=', operatorId)
        : built.$if(act !== undefined, (all) => all.where('act', '=', act ?? ''))
  return database.rows(narrowed.orderBy('auditId', 'desc').limit(countMax)).map(({ auditId }) => auditId)
}

/** Each area's own newest, put together: so no statement sorts a whole log. */
function idsUnder(database: Database, { underAreaIds, before }: AuditFilter, countMax: number): number[] {
  const ids = (underAreaIds ?? []).flatMap((areaId) => {
    const built = query.selectFrom('auditEntryAreas').select('auditId').where('areaId', '=', areaId)
    return database
      .rows(built.where('auditId', '<', before).orderBy('auditId', 'desc').limit(countMax))
      .map(({ auditId }) => auditId)
  })
  return [...new Set(ids)].sort((a, b) => b - a).slice(0, countMax)
}

export interface StoredAuditEntry extends NewAuditEntry {
  auditId: number
  traceId: string | null
}

interface AuditEntryRow extends Omit<StoredAuditEntry, 'areaIds' | 'detail'> {
  areaIds: string
  detail: string
}

function fromRow({ areaIds, detail, ...rest }: AuditEntryRow): StoredAuditEntry {
  return { ...rest, areaIds: JSON.parse(areaIds), detail: JSON.parse(detail) }
}
