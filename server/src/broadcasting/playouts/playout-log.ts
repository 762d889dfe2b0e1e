import { type Cancellable, type ClusterId, CodedError } from '@tieng-lang/protocol'
import { WRITE_AGAIN_MS } from '../../storage/database.ts'
import { countMissingRecords } from '../../storage/playouts/playout-progress.ts'
import type { Services } from '../services.ts'
import { playoutLineOf } from './playout-line.ts'
import { ReceiptDesk } from './receipts.ts'
import { type ArrivedRecord, type RecordJudgement, storeRecord } from './record-storage.ts'

/** Verified and stored in one transaction: 0.24 ms each (*measured*), so a transaction stays under 20 ms. */
const RECORDS_PER_WRITE_MAX = 50
/** What waits beyond this is dropped and counted; it stays in the cluster's outbox until there are receipts. */
const WAITING_BYTES_MAX = 64 * 1_048_576

const TELL_EVERY_MS = 5_000

/** Takes playout records as they come, stores what has queued in one transaction, and has receipts sent. */
export class PlayoutLog {
  readonly #services: Services
  readonly #receipts: ReceiptDesk
  #waiting: ArrivedRecord[] = []
  #waitingBytes = 0
  #timer: Cancellable | undefined
  #news: Cancellable | undefined

  constructor(services: Services) {
    this.#services = services
    this.#receipts = new ReceiptDesk(services)
  }

  take(clusterId: ClusterId, sealed: Uint8Array): void {
    if (this.#waitingBytes + sealed.length > WAITING_BYTES_MAX) {
      this.#services.reports.count(clusterId, 'tooManyRecords', `${sealed.length} bytes dropped`)
      // What was dropped here must not be taken for what the cluster has lost.
      this.#services.board.forgetReceiptHeld(clusterId)
      return
    }
    this.#waiting.push({ clusterId, sealed })
    this.#waitingBytes += sealed.length
    this.#services.steps.reached('recordArrived')
    this.#writeSoon()
  }

  /** Records that have come and are not stored yet. */
  waitingCount(): number {
    return this.#waiting.length
  }

  /** Writes all that waits. Throws what `Database` throws; what could not be written still waits. */
  flush(): void {
    while (this.#waiting.length > 0) this.#writeSome()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#news?.cancel()
    try {
      this.flush()
    } finally {
      this.#receipts.stop()
    }
  }

  #writeSoon(afterMs = 0): void {
    const { clock, reports } = this.#services
    this.#timer ??= clock.after(afterMs, () => {
      this.#timer = undefined
      try {
        this.#writeSome()
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause
        reports.count(undefined, cause.code, cause.message)
        this.#writeSoon(WRITE_AGAIN_MS)
      }
      if (this.#waiting.length > 0) this.#writeSoon()
    })
  }

  #writeSome(): void {
    const { database, clock, reports, board, config, steps } = this.#services
    const receiptHeldBy = (clusterId: ClusterId) => board.peek(clusterId)?.receiptHeld ?? null
    const context = { now: clock.now(), receiptHeldBy, names: board.names, config }
    const some = this.#waiting.slice(0, RECORDS_PER_WRITE_MAX)
    const judged = database.transaction(() => {
      const given = some.map((arrived) => ({
        ...arrived,
        judgement: storeRecord(database, arrived, context),
      }))
      steps.reached('recordsJudged')
      return given
    })
    steps.reached('recordsStored')
    this.#waiting.splice(0, some.length)
    for (const { sealed } of some) this.#waitingBytes -= sealed.length
    for (const { clusterId, judgement } of judged) {
      this.#services.tally?.recordJudged(judgement?.kind)
      if (!judgement) reports.count(clusterId, 'notEnrolled', 'a record of a cluster without a device')
      else this.#receipts.mark(clusterId)
      if (judgement?.kind === 'refused') reports.count(clusterId, judgement.code, judgement.detail)
      if (judgement) this.#show(clusterId, judgement)
    }
  }

  /** On the board: the last sound, and how many records are missing where some ever were. */
  #show(clusterId: ClusterId, judgement: RecordJudgement): void {
    const { board, database } = this.#services
    if (judgement.kind === 'verified') {
      board.notePlayout(clusterId, playoutLineOf(judgement.record, board.names))
      this.#tellSoon()
    }
    const hadGap = (board.peek(clusterId)?.gapCount ?? 0) > 0
    if (hadGap || judgement.kind === 'redelivery')
      board.noteGapCount(clusterId, countMissingRecords(database, clusterId))
  }

  /** Pages that show the log ask anew; a thousand clusters must not make them ask all the time. */
  #tellSoon(): void {
    const { clock, updates } = this.#services
    this.#news ??= clock.after(TELL_EVERY_MS, () => {
      this.#news = undefined
      updates.changed('playouts')
    })
  }
}
