import type {
  AreaId,
  Cancellable,
  ChangedThing,
  Clock,
  ClusterId,
  ClusterState,
  PlayoutLineAnswer,
} from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import type { ClusterReport, ReportKind } from '../../storage/reports/cluster-reports.ts'
import {
  type ClusterHead,
  findClusterHead,
  listClusterHeads,
  pagesOfClusterHeads,
} from '../../storage/tree/cluster-heads.ts'
import { inSlices } from '../delivery/in-slices.ts'
import type { Updates } from '../updates.ts'
import { readBoard } from './board-reading.ts'
import { type BoardTotals, totalsOf } from './board-totals.ts'
import { clusterStateOf } from './cluster-state.ts'
import { type LiveCluster, silentCluster, takeReport } from './live-cluster.ts'
import { SoundNames } from './sound-names.ts'

/** Things by whose names people know what sounds. */
const NAMED: readonly ChangedThing[] = ['programmes', 'bulletins', 'emergencies']
/** A cluster's newest state is told at most once in this time. */
const TELL_EVERY_MS = 250
/** So many at once; the rest a moment later, so that many sockets never keep a stop waiting. */
const TOLD_AT_ONCE_MAX = 50
const NEXT_SLICE_MS = 10

/**
 * Every cluster as it stands, in memory: read from the database at start, kept up to date by what clusters say and by
 * what is delivered to them. So an overview costs no more than its own text.
 */
export class ClusterBoard {
  readonly names: SoundNames
  readonly #options: { database: Database; clock: Clock; updates: Updates }
  readonly #clusters = new Map<ClusterId, LiveCluster>()
  readonly #changed = new Set<ClusterId>()
  #timer: Cancellable | undefined
  #stopListening: (() => void) | undefined

  constructor(options: { database: Database; clock: Clock; updates: Updates }) {
    this.#options = options
    this.names = new SoundNames(options.database)
  }

  /** Reads what is known of every cluster, in slices. */
  async start(): Promise<void> {
    const { updates, database, clock } = this.#options
    this.#stopListening = updates.listen(({ update, id }) => {
      if (update.kind !== 'changed') return
      if (update.thing === 'clusters' && id !== null) this.#added(id)
      if (update.thing === 'clusters' && id === null) void this.#takeAll()
      if (NAMED.includes(update.thing)) this.names.forget()
    })
    this.#refresh()
    await readBoard({ database, clock }, this.#clusters, this.names)
    this.#changed.clear()
  }

  stop(): void {
    this.#stopListening?.()
    this.#timer?.cancel()
  }

  /** The clusters of these areas, by name; every cluster where none are given. */
  list(areaIds?: ReadonlySet<AreaId>): ClusterState[] {
    const now = this.#options.clock.now()
    return this.#clustersIn(areaIds).map((cluster) => clusterStateOf(cluster, this.names, now))
  }

  listIds(areaIds: ReadonlySet<AreaId>): ClusterId[] {
    return this.#clustersIn(areaIds).map(({ clusterId }) => clusterId)
  }

  find(clusterId: ClusterId): ClusterState | undefined {
    const head = findClusterHead(this.#options.database, clusterId)
    if (!head) return undefined
    return clusterStateOf(this.#put(head), this.names, this.#options.clock.now())
  }

  /** What it last said, without asking the database; undefined for one that nobody knows. */
  peek(clusterId: ClusterId): Readonly<LiveCluster> | undefined {
    return this.#clusters.get(clusterId)
  }

  /** Whether a cluster is there; undefined where it has no device or nobody knows it. */
  isConnected(clusterId: ClusterId): boolean | undefined {
    const known = this.#clusters.get(clusterId)
    if (known?.isConnected) return true
    // It may have been enrolled since.
    return this.#added(clusterId)?.isEnrolled ? false : undefined
  }

  /** All of them in numbers, without asking the database. */
  totals(): BoardTotals {
    return totalsOf(this.#clusters.values())
  }

  note<K extends ReportKind>(report: ClusterReport<K>): void {
    this.#change(report.clusterId, (cluster) => takeReport(cluster, report))
  }

  /** A new revision was sealed for it. */
  noteDelivered(clusterId: ClusterId, topic: 'plan' | 'config', revision: number): void {
    if (topic === 'plan') this.names.forget()
    this.#change(clusterId, (cluster) => {
      const revisions = topic === 'plan' ? cluster.planRevision : cluster.configRevision
      revisions.wanted = revision
    })
  }

  /** A record of it was stored; the latest due is the one that is shown. */
  notePlayout(clusterId: ClusterId, playout: PlayoutLineAnswer): void {
    this.#change(clusterId, (cluster) => {
      if (playout.dueAt >= (cluster.lastPlayout?.dueAt ?? 0)) cluster.lastPlayout = playout
    })
  }

  forgetReceiptHeld(clusterId: ClusterId): void {
    const cluster = this.#clusters.get(clusterId)
    if (cluster) cluster.receiptHeld = null
  }

  noteGapCount(clusterId: ClusterId, gapCount: number): void {
    this.#change(clusterId, (cluster) => {
      cluster.gapCount = gapCount
    })
  }

  #clustersIn(areaIds: ReadonlySet<AreaId> | undefined): LiveCluster[] {
    this.#refresh()
    const all = [...this.#clusters.values()]
    return areaIds ? all.filter(({ areaId }) => areaIds.has(areaId)) : all
  }

  #change(clusterId: ClusterId, change: (cluster: LiveCluster) => void): void {
    const cluster = this.#clusters.get(clusterId) ?? this.#added(clusterId)
    if (!cluster) return
    change(cluster)
    this.#mark(clusterId)
  }

  /** As the database knows it now; what names no cluster of ours changes nothing. */
  #added(clusterId: ClusterId): LiveCluster | undefined {
    const head = findClusterHead(this.#options.database, clusterId)
    return head && this.#put(head)
  }

  /** After many have changed: twenty thousand read at once would keep the main thread for a tenth of a second. */
  async #takeAll(): Promise<void> {
    const { database, clock } = this.#options
    try {
      await inSlices(clock, pagesOfClusterHeads(database), (page) => {
        for (const head of page) this.#put(head)
      })
    } catch {
      // The database was closed or could not be read: the next question reads them all.
    }
  }

  /** The heads are the database's own, in its order: one small read for them all. */
  #refresh(): void {
    const before = new Map(this.#clusters)
    this.#clusters.clear()
    for (const head of listClusterHeads(this.#options.database)) {
      const known = before.get(head.clusterId)
      if (known) this.#clusters.set(head.clusterId, known)
      this.#put(head)
    }
  }

  #put(head: ClusterHead): LiveCluster {
    const known = this.#clusters.get(head.clusterId)
    const cluster = known ?? silentCluster(head)
    if (!known) this.#clusters.set(head.clusterId, cluster)
    if (
      cluster.name === head.name &&
      cluster.areaId === head.areaId &&
      cluster.isEnrolled === head.isEnrolled
    )
      return cluster
    Object.assign(cluster, head)
    this.#mark(head.clusterId)
    return cluster
  }

  #mark(clusterId: ClusterId): void {
    this.#changed.add(clusterId)
    this.#tellAfter(TELL_EVERY_MS)
  }

  #tellAfter(delayMs: number): void {
    this.#timer ??= this.#options.clock.after(delayMs, () => {
      this.#timer = undefined
      this.#tellSome()
      if (this.#changed.size > 0) this.#tellAfter(NEXT_SLICE_MS)
    })
  }

  #tellSome(): void {
    const { updates, clock } = this.#options
    // Whoever opens a page later asks for everything first.
    if (updates.watcherCount() === 0) this.#changed.clear()
    for (const clusterId of [...this.#changed].slice(0, TOLD_AT_ONCE_MAX)) {
      this.#changed.delete(clusterId)
      const cluster = this.#clusters.get(clusterId)
      if (!cluster) continue
      const state = clusterStateOf(cluster, this.names, clock.now())
      updates.tell({ kind: 'cluster', state }, [cluster.areaId])
    }
  }
}
