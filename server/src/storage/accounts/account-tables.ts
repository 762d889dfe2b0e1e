import type { Generated } from 'kysely'
import type { Flag, JsonText } from '../tables.ts'

interface OperatorsTable {
  operatorId: string
  loginName: string
  name: string
  passwordHash: string
  mustChangePassword: Flag
  isDisabled: Flag
  createdAt: number
  lastSeenAt: number | null
  version: number
}

interface GrantsTable {
  operatorId: string
  role: string
  areaId: string | null
}

interface SessionsTable {
  sessionId: string
  tokenSha256: string
  operatorId: string
  createdAt: number
  lastSeenAt: number
  expiresAt: number
  address: string
  userAgent: string
}

interface SignInAddressesTable {
  operatorId: string
  address: string
  lastAt: number
}

interface PinsTable {
  operatorId: string
  pinHash: string
  wrongTries: number
  lockedUntil: number | null
  changedAt: number
}

/** The areas of an entry and all above them as they were then, so that each auditor finds theirs in one look. */
interface AuditEntryAreasTable {
  areaId: string
  auditId: number
}

interface AuditEntriesTable {
  auditId: Generated<number>
  at: number
  operatorId: string | null
  operatorName: string
  address: string
  act: string
  areaIds: JsonText
  subject: string | null
  detail: JsonText
  /** The request it was done in; null in entries of before, and where no request stands behind it. */
  traceId: string | null
}

/** Who may do what, who is signed in, and what was done. */
export interface AccountTables {
  operators: OperatorsTable
  grants: GrantsTable
  sessions: SessionsTable
  signInAddresses: SignInAddressesTable
  pins: PinsTable
  auditEntryAreas: AuditEntryAreasTable
  auditEntries: AuditEntriesTable
}
