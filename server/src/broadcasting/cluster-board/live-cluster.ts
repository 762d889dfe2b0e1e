import type {
  AreaId,
  ClusterId,
  ClusterState,
  Evidence,
  Health,
  PlayoutLineAnswer,
} from '@tieng-lang/protocol'
import type { ReportKind, ReportKinds } from '../../storage/reports/cluster-reports.ts'
import type { ClusterHead } from '../../storage/tree/cluster-heads.ts'

/** What a cluster is sounding, as it last said. */
export interface Sounding {
  occurrenceId: string
  broadcastId: string
  startedAt: number
  /** Null until it has said by what it knows. */
  evidence: Evidence | null
}

/** What a cluster had to let go since it started, and how often its disk refused. */
export interface ClusterLosses {
  acks: number
  records: number
  storageFailures: number
}

/** One cluster as the board holds it: what was delivered to it, and what it said. Names are joined when it is shown. */
export interface LiveCluster extends ClusterHead {
  clusterId: ClusterId
  areaId: AreaId
  isConnected: boolean
  lastHeardOfAt: number | null
  planRevision: ClusterState['planRevision']
  configRevision: ClusterState['configRevision']
  media: ClusterState['media']
  clockState: ClusterState['clockState']
  storage: ClusterState['storage']
  volumePercent: number | null
  isPaused: boolean
  sounding: Sounding | null
  next: Health['next']
  lastPlayout: PlayoutLineAnswer | null
  gapCount: number
  /** By the receipts that it holds, as it has said in this life of the server; not shown. */
  receiptHeld: number | null
  /** As it last said; zero from an agent that does not say. */
  losses: ClusterLosses
}

/** A cluster of which nothing is known yet. */
export function silentCluster(head: ClusterHead): LiveCluster {
  return {
    ...head,
    isConnected: false,
    lastHeardOfAt: null,
    planRevision: { wanted: null, held: null },
    configRevision: { wanted: null, held: null },
    media: null,
    clockState: null,
    storage: null,
    volumePercent: null,
    isPaused: false,
    sounding: null,
    next: null,
    lastPlayout: null,
    gapCount: 0,
    receiptHeld: null,
    losses: { acks: 0, records: 0, storageFailures: 0 },
  }
}

/** What each kind of report changes; reports are taken in the order in which they came. */
const CHANGES: { [K in ReportKind]: (cluster: LiveCluster, report: ReportKinds[K]) => void } = {
  presence: (cluster, { isConnected }) => {
    cluster.isConnected = isConnected
  },
  health: takeHealth,
  planHeld: (cluster, { revision }) => {
    cluster.planRevision.held = revision
  },
  configHeld: (cluster, { revision }) => {
    cluster.configRevision.held = revision
  },
  soundStarted: (cluster, { occurrenceId, broadcastId, heardAt, evidence }) => {
    cluster.sounding = { occurrenceId, broadcastId, startedAt: heardAt, evidence }
  },
  soundEnded: (cluster, { occurrenceId }) => {
    if (cluster.sounding?.occurrenceId === occurrenceId) cluster.sounding = null
  },
}

export function takeReport<K extends ReportKind>(
  cluster: LiveCluster,
  { kind, report, receivedAt }: { kind: K; report: ReportKinds[K]; receivedAt: number },
): void {
  CHANGES[kind](cluster, report)
  cluster.lastHeardOfAt = Math.max(cluster.lastHeardOfAt ?? 0, receivedAt)
}

/** Health is measured: it overrules what single messages said, of which one may have been lost. */
function takeHealth(cluster: LiveCluster, health: Health): void {
  cluster.planRevision.held = health.planRevision
  cluster.configRevision.held = health.configRevision
  cluster.media = { wanted: health.media.wanted, held: health.media.held }
  cluster.clockState = health.clock.state
  cluster.volumePercent = health.volumePercent
  cluster.isPaused = health.isPaused ?? false
  cluster.next = health.next
  cluster.storage = health.storage ?? null
  cluster.receiptHeld = health.outbox.storedThrough
  cluster.losses = { acks: 0, storageFailures: 0, ...health.losses, records: health.outbox.lost ?? 0 }
  cluster.sounding = soundingOf(health.playing, cluster.sounding)
}

/** Health does not tell the evidence: that of the sound's beginning stays with it. */
function soundingOf(playing: Health['playing'], before: Sounding | null): Sounding | null {
  if (!playing) return null
  const { occurrenceId, broadcastId, startedAt } = playing
  if (before?.occurrenceId === occurrenceId) return before
  return { occurrenceId, broadcastId, startedAt, evidence: null }
}
