import type { ClusterId } from '@tieng-lang/protocol'
import type { ArrivedRecord } from './record-judgement.ts'

/**
 * Records that have come and are not stored yet, in order within each cluster: those of one are stored together, which
 * asks less of the database than as they came, mixed.
 */
export class WaitingRecords {
  readonly #byCluster = new Map<ClusterId, ArrivedRecord[]>()
  #count = 0
  #bytes = 0

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#bytes
  }

  add(arrived: ArrivedRecord): void {
    const known = this.#byCluster.get(arrived.clusterId)
    if (known) known.push(arrived)
    else this.#byCluster.set(arrived.clusterId, [arrived])
    this.#count += 1
    this.#bytes += arrived.sealed.length
  }

  /** The first that came, cluster by cluster, each with at most so many; they stay until `remove`. */
  *groups(countMax: number): Generator<{ clusterId: ClusterId; records: ArrivedRecord[] }> {
    for (const [clusterId, records] of this.#byCluster)
      yield { clusterId, records: records.slice(0, countMax) }
  }

  /** The first so many of a cluster are done with; what it has more waits behind the others. */
  remove(clusterId: ClusterId, count: number): void {
    const known = this.#byCluster.get(clusterId) ?? []
    this.#byCluster.delete(clusterId)
    for (const { sealed } of known.slice(0, count)) this.#bytes -= sealed.length
    const rest = known.slice(count)
    this.#count -= known.length - rest.length
    if (rest.length > 0) this.#byCluster.set(clusterId, rest)
  }
}
