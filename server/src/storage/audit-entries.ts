import type { AreaId, Id } from '@tieng-lang/protocol'
import { type Database, query } from './database.ts'

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
}

/** Appends; nothing here changes or removes an entry, and the table itself refuses both (R25). */
export function insertAuditEntry(database: Database, { areaIds, detail, ...entry }: NewAuditEntry): void {
  database.run(
    query.insertInto('auditEntries').values({
      ...entry,
      areaIds: JSON.stringify(areaIds),
      detail: JSON.stringify(detail),
    }),
  )
}
