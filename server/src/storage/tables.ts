import type { Generated } from 'kysely'

/** SQLite has no booleans: 0 or 1. */
export type Flag = 0 | 1
/** JSON text of a shape that the file of the same room checks. */
export type JsonText = string

interface AreasTable {
  areaId: string
  parentId: string | null
  code: string | null
  name: string
  settings: JsonText
  createdAt: number
  version: Generated<number>
}

interface AreaChangesTable {
  changeId: Generated<number>
  areaId: string
  token: string
}

interface ZonesTable {
  zoneId: string
  areaId: string
  name: string
  createdAt: number
  version: number
}

/** Kept by triggers from `clusters.settings`. */
interface ZoneMembersTable {
  zoneId: string
  clusterId: string
}

/** Paths that a cluster has left and may still listen to: until it acknowledges a config from that revision on. */
interface AreaPathsLeftTable {
  clusterId: string
  leftAtRevision: number
  areaPath: JsonText
}

interface ClustersTable {
  clusterId: string
  areaId: string
  name: string
  settings: JsonText
  mediaSecret: string
  createdAt: number
  deviceKid: string | null
  devicePublicKey: string | null
  mqttSecretSha256: string | null
  enrolledAt: number | null
  version: Generated<number>
  latitude: number | null
  longitude: number | null
  /** The area path of the newest config that was sealed for it. */
  toldAreaPath: JsonText | null
}

interface EnrolmentCodesTable {
  codeSha256: string
  clusterId: string
  issuedBy: string
  issuedAt: number
  expiresAt: number
  usedByPublicKey: string | null
  usedAt: number | null
}

interface BulletinsTable {
  bulletinId: string
  areaId: string
  title: string
  category: string
  audience: string
  language: string
  validFrom: string | null
  validUntil: string | null
  source: JsonText
  mediaSha256: string
  mediaSizeBytes: number
  mediaDurationMs: number
  loudness: JsonText
  state: string
  producedBy: string
  producedById: string | null
  submittedBy: string | null
  submittedById: string | null
  approvedBy: string | null
  approvedById: string | null
  isOnePerson: Flag
  note: string | null
  withdrawnAt: number | null
  withdrawnBy: string | null
  /** Title and audience without marks and capitals (`search-text.ts`). */
  searchText: string
  createdAt: number
  version: number
}

interface WaveformsTable {
  mediaSha256: string
  /** One byte a stretch, 0 = silence. */
  peaks: Uint8Array
}

interface ProgrammesTable {
  programmeId: string
  definition: JsonText
  targets: JsonText
  state: string
  producedBy: string
  producedById: string | null
  submittedBy: string | null
  submittedById: string | null
  approvedBy: string | null
  approvedById: string | null
  approvedAt: number | null
  isOnePerson: Flag
  note: string | null
  playingDefinition: JsonText | null
  playingTargets: JsonText | null
  plannedAt: number | null
  firstPlannedAt: number | null
  carried: JsonText | null
  createdAt: number
  changedAt: number
  changedBy: string
  changedById: string | null
  version: number
}

interface StoppedBroadcastsTable {
  clusterId: string
  broadcastId: string
  stoppedAt: number
  forgetAt: number
  stoppedBy: string
}

interface DocumentsTable {
  topic: string
  type: string
  documentId: string
  clusterId: string | null
  revision: number
  kid: string
  bodySha256: string
  sealed: Uint8Array
  sealedAt: number
  validUntil: number | null
}

interface CommandsTable {
  commandId: string
  clusterId: string
  body: JsonText
  givenBy: string
  sealedAt: number
  outcome: string
  detail: string | null
  answeredAt: number | null
}

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

interface ClusterReportsTable {
  clusterId: string
  kind: string
  report: JsonText
  receivedAt: number
}

interface RefusalCountersTable {
  /** A cluster's id, or `-` where none can be named. */
  source: string
  code: string
  count: number
  lastDetail: string
  lastAt: number
}

interface ServerKeysTable {
  kid: string
  purpose: string
  publicKey: string
  createdAt: number
}

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
}

export interface Tables {
  areas: AreasTable
  areaChanges: AreaChangesTable
  areaPathsLeft: AreaPathsLeftTable
  zones: ZonesTable
  zoneMembers: ZoneMembersTable
  clusters: ClustersTable
  enrolmentCodes: EnrolmentCodesTable
  bulletins: BulletinsTable
  waveforms: WaveformsTable
  programmes: ProgrammesTable
  stoppedBroadcasts: StoppedBroadcastsTable
  documents: DocumentsTable
  commands: CommandsTable
  playouts: PlayoutsTable
  playoutDays: PlayoutDaysTable
  playoutRefusals: PlayoutRefusalsTable
  playoutProgress: PlayoutProgressTable
  playoutGaps: PlayoutGapsTable
  clusterReports: ClusterReportsTable
  refusalCounters: RefusalCountersTable
  serverKeys: ServerKeysTable
  operators: OperatorsTable
  grants: GrantsTable
  sessions: SessionsTable
  signInAddresses: SignInAddressesTable
  auditEntries: AuditEntriesTable
  auditEntryAreas: AuditEntryAreasTable
}
