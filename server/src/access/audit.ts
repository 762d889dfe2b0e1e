import type { AreaId, Grant } from '@tieng-lang/protocol'
import { insertAuditEntry } from '../storage/accounts/audit-entries.ts'
import type { Database } from '../storage/database.ts'
import type { Principal } from './principal.ts'

/** One act of a person. */
export interface Act {
  at: number
  by: Principal
  /** `thing.verb`: `programme.approve`. */
  act: string
  areaIds: readonly AreaId[]
  subject?: string
  /** A few plain facts: names, old and new values; never a secret. */
  detail?: Record<string, unknown>
}

/** Writes an act into the audit log. To be called inside the act's own transaction: done and recorded, or neither. */
export function recordAct(database: Database, { at, by, act, areaIds, subject, detail }: Act): void {
  const { operatorId, name, address, traceId } = by
  insertAuditEntry(database, {
    at,
    operatorId,
    operatorName: name,
    address,
    act,
    areaIds,
    subject: subject ?? null,
    detail: detail ?? {},
    traceId: traceId ?? null,
  })
}

/** The areas of what is done to an account: those of its grants; none, which is everything, where one has no bounds. */
export function areaIdsOf(grants: readonly Grant[]): AreaId[] {
  const areaIds = grants.map(({ areaId }) => areaId).filter((areaId) => areaId !== null)
  return areaIds.length < grants.length ? [] : [...new Set(areaIds)]
}
