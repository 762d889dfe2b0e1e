import type { Generated } from 'kysely'

/** What the emergencies' room adds to the tables; flags are 0 or 1, `details` and `detail` JSON text. */
export interface EmergencyTables {
  emergencies: EmergenciesTable
  emergencyClusters: EmergencyClustersTable
  emergencyMoments: EmergencyMomentsTable
  emergencyRequests: EmergencyRequestsTable
}

export interface EmergenciesTable {
  emergencyId: string
  state: string
  status: string
  origin: string
  event: string
  severity: string
  edition: number
  language: string
  text: string
  details: string
  raisedBy: string
  raisedById: string | null
  commander: string
  reason: string
  secondPerson: string | null
  secondPersonId: string | null
  brokeGlass: 0 | 1
  speech: string
  requestedAt: number
  sentAt: number | null
  publishedAt: number | null
  accountedAt: number | null
  expiresAt: number
  endedAt: number | null
  clearedAt: number | null
  traceId: string | null
}

export interface EmergencyClustersTable {
  emergencyId: string
  clusterId: string
  outcome: string
  reason: string | null
  evidence: string | null
  edition: number
  takenAt: number | null
  heardAt: number | null
  lastRepeat: number | null
  soundings: Generated<number>
  isSounding: Generated<0 | 1>
  resolvedBy: string | null
  resolvedAt: number | null
  note: string | null
}

interface EmergencyMomentsTable {
  momentId: Generated<number>
  emergencyId: string
  at: number
  kind: string
  by: string | null
  clusterId: string | null
  detail: string
}

interface EmergencyRequestsTable {
  asker: string
  requestId: string
  emergencyId: string
  orderSha256: string
  at: number
}
