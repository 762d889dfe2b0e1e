import { type Cancellable, type ClusterId, CodedError, type Receipts, topicOf } from '@tieng-lang/protocol'
import { WRITE_AGAIN_MS } from '../../storage/database.ts'
import { findStoredThrough } from '../../storage/playouts/playout-progress.ts'
import { listRefusedSequences } from '../../storage/playouts/playout-refusals.ts'
import { findCluster, listClusters } from '../../storage/tree/clusters.ts'
import { deliverDocument } from '../delivery/document-delivery.ts'
import { inSlices } from '../delivery/in-slices.ts'
import type { Services } from '../services.ts'

/** At most one new revision a cluster in this time: a board that empties its outbox sends hundreds of records. */
const RECEIPTS_EVERY_MS = 200

/** Tells a cluster which of its records we hold; the same receipts are published again for one that asks again. */
export function deliverReceipts(services: Services, clusterId: ClusterId): void {
  const device = findCluster(services.database, clusterId)?.device
  if (!device) return
  const source = { clusterId, deviceKid: device.kid }
  const body: Receipts = {
    storedThrough: findStoredThrough(services.database, source),
    refused: listRefusedSequences(services.database, source),
  }
  const delivered = deliverDocument(services, { topic: 'receipts', clusterId, body, validMs: null })
  services.tally?.receiptsDelivered()
  if (delivered === 'unchanged') services.link.publisher.mark(topicOf('receipts', { clusterId }))
}

/** At start: what was stored in the last moments of the last life may not have been acknowledged. */
export async function deliverAllReceipts(services: Services): Promise<void> {
  await inSlices(services.clock, listClusters(services.database), ({ clusterId }) =>
    deliverReceipts(services, clusterId),
  )
}

/** Gathers the clusters whose receipts are due. */
export class ReceiptDesk {
  readonly #services: Services
  readonly #timers = new Map<ClusterId, Cancellable>()

  constructor(services: Services) {
    this.#services = services
  }

  mark(clusterId: ClusterId, afterMs = RECEIPTS_EVERY_MS): void {
    if (this.#timers.has(clusterId)) return
    const timer = this.#services.clock.after(afterMs, () => {
      this.#timers.delete(clusterId)
      try {
        deliverReceipts(this.#services, clusterId)
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause
        this.#services.reports.count(clusterId, cause.code, cause.message)
        this.mark(clusterId, WRITE_AGAIN_MS)
      }
    })
    this.#timers.set(clusterId, timer)
  }

  /** What is due now is delivered at the next start, from what the database holds. */
  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
  }
}
