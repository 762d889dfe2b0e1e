import { type Cancellable, type Clock, type ClusterId, CodedError } from '@tieng-lang/protocol'
import { type Database, WRITE_AGAIN_MS } from '../storage/database.ts'
import { noteHeldPlan } from '../storage/playouts/wanted-plans.ts'
import {
  type ClusterReport,
  findReport,
  type ReportKind,
  replaceReport,
} from '../storage/reports/cluster-reports.ts'
import { addRefusals, type RefusalCount } from '../storage/reports/refusal-counters.ts'
import { findClusterHead } from '../storage/tree/cluster-heads.ts'

/** Latest reports and refusal counts are written behind, many in one transaction: one fsync, not one a message. */
const WRITE_EVERY_MS = 250
/** A transaction of so many rows stays under 20 ms. */
const ROWS_PER_WRITE_MAX = 200
const WAITING_MAX = 50_000
const NO_SOURCE = '-'

export class ReportBuffer {
  readonly #database: Database
  readonly #clock: Clock
  readonly #reports = new Map<string, ClusterReport>()
  readonly #refusals = new Map<string, RefusalCount>()
  /** The plan that each cluster was last noted to hold: most reports say only that again. */
  readonly #planHeld = new Map<ClusterId, number>()
  #timer: Cancellable | undefined
  #tellCounted: (code: string, times: number) => void = () => {}

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** The newest of each kind is what counts; one that has not been written yet is overtaken. */
  put<K extends ReportKind>(report: ClusterReport<K>): void {
    const key = `${report.clusterId} ${report.kind}`
    if (this.#reports.size >= WAITING_MAX && !this.#reports.has(key)) {
      this.count(undefined, 'tooManyReports', report.clusterId)
      return
    }
    this.#reports.set(key, report)
    this.#writeSoon()
  }

  /** Who is told of each refusal, by its code alone. */
  onCounted(tell: (code: string, times: number) => void): void {
    this.#tellCounted = tell
  }

  /** Counts a refusal; the detail of the last one is kept. */
  count(source: ClusterId | undefined, code: string, detail: string, times = 1): void {
    this.#tellCounted(code, times)
    const key = `${source ?? NO_SOURCE} ${code}`
    const known = this.#refusals.get(key)
    if (!known && this.#refusals.size >= WAITING_MAX) return
    this.#refusals.set(key, {
      source: source ?? NO_SOURCE,
      code,
      count: (known?.count ?? 0) + times,
      lastDetail: detail.slice(0, 300),
      lastAt: this.#clock.now(),
    })
    this.#writeSoon()
  }

  /** The latest report, written or not yet; reading must work where nothing can be written. */
  find<K extends ReportKind>(clusterId: ClusterId, kind: K) {
    const waiting = this.#reports.get(`${clusterId} ${kind}`)
    if (!waiting) return findReport(this.#database, clusterId, kind)
    // The key says which kind lies under it.
    const { report, receivedAt } = waiting as ClusterReport<K>
    return { ...report, receivedAt }
  }

  /** How many rows wait to be written. */
  waitingCount(): number {
    return this.#reports.size + this.#refusals.size
  }

  /** Writes all that waits. Throws what `Database` throws; what could not be written still waits. */
  flush(): void {
    while (this.#reports.size > 0 || this.#refusals.size > 0) this.#writeSome()
  }

  stop(): void {
    this.#timer?.cancel()
    this.flush()
  }

  #writeSoon(afterMs = WRITE_EVERY_MS): void {
    this.#timer ??= this.#clock.after(afterMs, () => {
      this.#timer = undefined
      try {
        this.#writeSome()
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause
        this.#writeSoon(WRITE_AGAIN_MS)
        this.count(undefined, cause.code, cause.message)
      }
      if (this.#reports.size > 0 || this.#refusals.size > 0) this.#writeSoon()
    })
  }

  #writeSome(): void {
    const reports = taken(this.#reports, ROWS_PER_WRITE_MAX)
    const refusals = taken(this.#refusals, ROWS_PER_WRITE_MAX)
    try {
      const written = this.#database.transaction(() => {
        for (const refusal of refusals) addRefusals(this.#database, this.#attributed(refusal))
        return reports.filter((report) => this.#writeReport(report))
      })
      for (const report of written) this.#planHeld.set(report.clusterId, planRevisionIn(report) ?? 0)
    } catch (cause) {
      for (const report of reports) this.#reports.set(`${report.clusterId} ${report.kind}`, report)
      for (const refusal of refusals) this.#refusals.set(`${refusal.source} ${refusal.code}`, refusal)
      throw cause
    }
  }

  /**
   * An external broker may let anyone name a cluster that is not ours: that must not fill the table.
   * @returns whether it told of a plan that is newly held
   */
  #writeReport(report: ClusterReport): boolean {
    if (!findClusterHead(this.#database, report.clusterId)) {
      this.count(undefined, 'unknownCluster', report.clusterId)
      return false
    }
    replaceReport(this.#database, report)
    const revision = planRevisionIn(report)
    if (revision === null || this.#planHeld.get(report.clusterId) === revision) return false
    noteHeldPlan(this.#database, { clusterId: report.clusterId, revision, heldAt: report.receivedAt })
    return true
  }

  #attributed(refusal: RefusalCount): RefusalCount {
    const isKnown = refusal.source === NO_SOURCE || findClusterHead(this.#database, refusal.source)
    return isKnown ? refusal : { ...refusal, source: NO_SOURCE }
  }
}

/** The plan that a cluster says it holds: by its acknowledgement, or by its health where that was lost. */
function planRevisionIn({ kind, report }: ClusterReport): number | null {
  if (kind === 'health' && 'planRevision' in report) return report.planRevision
  return kind === 'planHeld' && 'revision' in report ? report.revision : null
}

function taken<T>(from: Map<string, T>, countMax: number): T[] {
  const some: T[] = []
  for (const [key, value] of from) {
    if (some.length >= countMax) break
    from.delete(key)
    some.push(value)
  }
  return some
}
