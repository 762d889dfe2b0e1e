import { type Cancellable, type ClusterId, CodedError, type Receipts, topicOf } from '@tieng-lang/protocol'
import { WRITE_AGAIN_MS } from '../../storage/database.ts'
import { findStoredThrough } from '../../storage/playouts/playout-progress.ts'
import { listRefusedSequences } from '../../storage/playouts/playout-refusals.ts'
import { findCluster, listClusters } from '../../storage/tree/clusters.ts'
import { publishStored, type StoredRevision, sealAndStore } from '../delivery/document-delivery.ts'
import { inSlices } from '../delivery/in-slices.ts'
import type { Services } from '../services.ts'

/** At most one new revision a cluster in this time: a board that empties its outbox sends hundreds of records. */
const RECEIPTS_EVERY_MS = 200

/** So that a thousand clusters that come back at once leave the main thread to their records. */
const RECEIPTS_PER_WRITE_MAX = 25

/** Tells a cluster which of its records we hold; the same receipts are published again for one that asks again. */
export function deliverReceipts(services: Services, clusterId: ClusterId): void {
  publishReceipts(services, clusterId, storeReceipts(services, clusterId))
}

/** Undefined where there is nobody to tell; `null`: nothing new. */
type StoredReceipts = StoredRevision | null | undefined

function storeReceipts(services: Services, clusterId: ClusterId): StoredReceipts {
  const device = findCluster(services.database, clusterId)?.device
  if (!device) return undefined
  const source = { clusterId, deviceKid: device.kid }
  const body: Receipts = {
    storedThrough: findStoredThrough(services.database, source),
    refused: listRefusedSequences(services.database, source),
  }
  return sealAndStore(services, { topic: 'receipts', clusterId, body, validMs: null }) ?? null
}

/** To be called once they are stored for good. */
function publishReceipts(services: Services, clusterId: ClusterId, stored: StoredReceipts): void {
  if (stored === undefined) return
  services.tally?.receiptsDelivered()
  if (stored) publishStored(services, stored)
  else services.link.publisher.mark(topicOf('receipts', { clusterId }))
}

/** At start: what was stored in the last moments of the last life may not have been acknowledged. */
export async function deliverAllReceipts(services: Services): Promise<void> {
  await inSlices(services.clock, listClusters(services.database), ({ clusterId }) =>
    deliverReceipts(services, clusterId),
  )
}

/** Gathers the clusters whose receipts are due, and seals some of them in one transaction: one fsync for all. */
export class ReceiptDesk {
  readonly #services: Services
  readonly #due = new Set<ClusterId>()
  #timer: Cancellable | undefined

  constructor(services: Services) {
    this.#services = services
  }

  mark(clusterId: ClusterId): void {
    this.#due.add(clusterId)
    this.#deliverAfter(RECEIPTS_EVERY_MS)
  }

  /** What is due now is delivered at the next start, from what the database holds. */
  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#due.clear()
  }

  #deliverAfter(delayMs: number): void {
    this.#timer ??= this.#services.clock.after(delayMs, () => {
      this.#timer = undefined
      this.#deliverSome()
    })
  }

  /** Those that have waited longest. */
  #deliverSome(): void {
    const { database, reports } = this.#services
    const some = [...this.#due].slice(0, RECEIPTS_PER_WRITE_MAX)
    let againAfterMs = RECEIPTS_EVERY_MS
    try {
      const sealed = database.transaction(() =>
        some.map((clusterId) => storeReceipts(this.#services, clusterId)),
      )
      for (const [index, clusterId] of some.entries()) {
        this.#due.delete(clusterId)
        publishReceipts(this.#services, clusterId, sealed[index])
      }
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      reports.count(some[0], cause.code, cause.message)
      againAfterMs = WRITE_AGAIN_MS
    }
    if (this.#due.size > 0) this.#deliverAfter(againAfterMs)
  }
}
