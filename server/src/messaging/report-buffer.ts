import type { Cancellable, Clock, ClusterId } from '@tieng-lang/protocol'
import { type ClusterReport, findReport, type ReportKind, replaceReport } from '../storage/cluster-reports.ts'
import { findCluster } from '../storage/clusters.ts'
import type { Database } from '../storage/database.ts'
import { addRefusals, type RefusalCount } from '../storage/refusal-counters.ts'

/** Latest reports and refusal counts are written behind, many in one transaction: one fsync, not one a message. */
const WRITE_EVERY_MS = 250
/** A transaction of so many rows stays under 20 ms. */
const ROWS_PER_WRITE_MAX = 200
const WAITING_MAX = 50_000
export const NO_SOURCE = '-'

export class ReportBuffer {
  readonly #database: Database
  readonly #clock: Clock
  readonly #reports = new Map<string, ClusterReport>()
  readonly #refusals = new Map<string, RefusalCount>()
  #timer: Cancellable | undefined

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

  /** Counts a refusal; the detail of the last one is kept. */
  count(source: ClusterId | undefined, code: string, detail: string, times = 1): void {
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

  find<K extends ReportKind>(clusterId: ClusterId, kind: K) {
    this.#write(clusterId, kind)
    return findReport(this.#database, clusterId, kind)
  }

  /** Writes all that waits. */
  flush(): void {
    while (this.#reports.size > 0 || this.#refusals.size > 0) this.#writeSome()
  }

  stop(): void {
    this.#timer?.cancel()
    this.flush()
  }

  #writeSoon(): void {
    this.#timer ??= this.#clock.after(WRITE_EVERY_MS, () => {
      this.#timer = undefined
      this.#writeSome()
      if (this.#reports.size > 0 || this.#refusals.size > 0) this.#writeSoon()
    })
  }

  #writeSome(): void {
    const reports = taken(this.#reports, ROWS_PER_WRITE_MAX)
    const refusals = taken(this.#refusals, ROWS_PER_WRITE_MAX)
    this.#database.transaction(() => {
      for (const report of reports) this.#writeReport(report)
      for (const refusal of refusals) addRefusals(this.#database, this.#attributed(refusal))
    })
  }

  #write(clusterId: ClusterId, kind: ReportKind): void {
    const key = `${clusterId} ${kind}`
    const report = this.#reports.get(key)
    if (!report) return
    this.#reports.delete(key)
    this.#writeReport(report)
  }

  /** An external broker may let anyone name a cluster that is not ours: that must not fill the table. */
  #writeReport(report: ClusterReport): void {
    if (findCluster(this.#database, report.clusterId)) replaceReport(this.#database, report)
    else this.count(undefined, 'unknownCluster', report.clusterId)
  }

  #attributed(refusal: RefusalCount): RefusalCount {
    const isKnown = refusal.source === NO_SOURCE || findCluster(this.#database, refusal.source)
    return isKnown ? refusal : { ...refusal, source: NO_SOURCE }
  }
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
