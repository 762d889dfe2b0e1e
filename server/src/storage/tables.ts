import type { Generated } from 'kysely'
import type { AccountTables } from './accounts/account-tables.ts'
import type { CapTables } from './cap/cap-tables.ts'
import type { EmergencyTables } from './emergencies/emergency-tables.ts'
import type { LiveTables } from './live/live-tables.ts'
import type { PlayoutTables } from './playouts/playout-tables.ts'

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
  /** By which act this revision came about; null where none did. */
  traceId: string | null
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
  traceId: string | null
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

/** An event or language of '' is none. */
interface KitSoundsTable {
  role: string
  event: string
  language: string
  recipe: string
  sha256: string
  durationMs: number
  sizeBytes: number
  madeAt: number
}

/** An area of '' is everywhere. */
interface EmergencyMessagesTable {
  areaId: string
  event: string
  language: string
  bulletinId: string
  assignedBy: string
  assignedAt: number
}

/** The last instant at which a part was seen to work. */
interface PulsesTable {
  name: string
  at: number
}

/** Every table of the newest migration, with its columns as SQLite holds them. */
export interface Tables extends AccountTables, CapTables, EmergencyTables, LiveTables, PlayoutTables {
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
  clusterReports: ClusterReportsTable
  refusalCounters: RefusalCountersTable
  serverKeys: ServerKeysTable
  pulses: PulsesTable
  kitSounds: KitSoundsTable
  emergencyMessages: EmergencyMessagesTable
}
