import type { Generated } from 'kysely'
import type { JsonText } from '../tables.ts'

interface PlayoutsTable {
  clusterId: string
  deviceKid: string
  sequence: number
  occurrenceId: string
  broadcastId: string
  outcome: string
  reason: string | null
  evidence: string
  mediaSha256: string | null
  dueAt: number
  startedAt: number | null
  endedAt: number | null
  askedMs: number
  heardMs: number
  previousSha256: string | null
  sealedSha256: string
  sealed: Uint8Array
  storedAt: number
  /** As it was called when the record came; null in records that came before titles were kept. */
  title: string | null
  programmeName: string | null
  /** The local date of `dueAt` in the cluster's zone; null until it is in the day totals. */
  date: string | null
  /** 1: closed by the server, because the cluster never reported it. */
  closed: Generated<0 | 1>
}

interface WantedProgrammesTable {
  programmesSha256: string
  /** The JSON of a plan's programmes, deflated (RFC 1951). */
  deflated: Uint8Array
  latenessMsMax: number
}

interface WantedPlansTable {
  clusterId: string
  fromRevision: number
  programmesSha256: string
  wantedAt: number
  heldAt: number | null
}

interface ClosingProgressTable {
  clusterId: string
  closedUntil: number
}

/** Closings that a device's own record has replaced. */
interface PlayoutClosingsTable {
  clusterId: string
  serverKid: string
  sequence: number
  occurrenceId: string
  reason: string
  sealed: Uint8Array
  sealedSha256: string
  closedAt: number
  replacedAt: number
}

interface PlayoutDaysTable {
  date: string
  clusterId: string
  plannedCount: number
  heardCount: number
  partlyHeardCount: number
  notHeardCount: number
  askedMs: number
  heardMs: number
  reasons: JsonText
}

interface PlayoutRefusalsTable {
  refusalId: Generated<number>
  clusterId: string
  deviceKid: string
  /** As the unverified record claims it; null where even that cannot be read. */
  sequence: number | null
  code: string
  detail: string
  sealedSha256: string
  sealed: Uint8Array
  storedAt: number
}

interface PlayoutProgressTable {
  clusterId: string
  deviceKid: string
  storedThrough: number
}

interface PlayoutGapsTable {
  clusterId: string
  deviceKid: string
  fromSequence: number
  toSequence: number
  noticedAt: number
}

/** What was heard, what of it is missing or was refused, and the sums a day. */
export interface PlayoutTables {
  playouts: PlayoutsTable
  playoutDays: PlayoutDaysTable
  playoutRefusals: PlayoutRefusalsTable
  playoutProgress: PlayoutProgressTable
  playoutGaps: PlayoutGapsTable
  wantedProgrammes: WantedProgrammesTable
  wantedPlans: WantedPlansTable
  closingProgress: ClosingProgressTable
  playoutClosings: PlayoutClosingsTable
}
