import { type Cancellable, type ClusterId, emergencyOf, type PlayoutRecord } from '@tieng-lang/protocol'
import { countMissingRecords } from '../../storage/playouts/playout-progress.ts'
import type { Services } from '../services.ts'
import { WriteSoon } from '../write-soon.ts'
import { playoutLineOf } from './playout-line.ts'
import { ReceiptDesk } from './receipts.ts'
import type { OpenedRecord, RecordJudgement } from './storing/record-judgement.ts'
import { type OpenedRecords, openRecords, storeRecords } from './storing/record-storage.ts'
import { WaitingRecords } from './storing/waiting-records.ts'

/** Stored in one transaction: together some milliseconds, and one fsync. */
const RECORDS_PER_WRITE_MAX = 100
/** Signatures are checked for so long before what they cover is stored. */
const CHECK_MS_MAX = 8
/** Of one cluster at a time, so that it never keeps the others waiting. */
const RECORDS_OF_ONE_MAX = 25
/** What waits beyond this is dropped and counted; it stays in the cluster's outbox until there are receipts. */
const WAITING_BYTES_MAX = 64 * 1_048_576

const TELL_EVERY_MS = 5_000

/** Takes playout records as they come, stores what has queued in one transaction, and has receipts sent. */
export class PlayoutLog {
  readonly #services: Services
  readonly #receipts: ReceiptDesk
  readonly #waiting = new WaitingRecords()
  readonly #writing: WriteSoon
  #news: Cancellable | undefined

  constructor(services: Services) {
    this.#services = services
    this.#receipts = new ReceiptDesk(services)
    this.#writing = new WriteSoon({
      ...services,
      writeSome: () => this.#writeSome(),
      waitingCount: () => this.#waiting.count,
    })
  }

  take(clusterId: ClusterId, sealed: Uint8Array): void {
    if (this.#waiting.bytes + sealed.length > WAITING_BYTES_MAX) {
      this.#services.reports.count(clusterId, 'tooManyRecords', `${sealed.length} bytes dropped`)
      // What was dropped here must not be taken for what the cluster has lost.
      this.#services.board.forgetReceiptHeld(clusterId)
      return
    }
    this.#waiting.add({ clusterId, sealed })
    this.#services.steps.reached('recordArrived')
    this.#writing.soon()
  }

  /** Records that have come and are not stored yet. */
  waitingCount(): number {
    return this.#waiting.count
  }

  /** Writes all that waits. Throws what `Database` throws; what could not be written still waits. */
  flush(): void {
    this.#writing.flush()
  }

  stop(): void {
    this.#writing.stop()
    this.#news?.cancel()
    try {
      this.flush()
    } finally {
      this.#receipts.stop()
    }
  }

  #writeSome(): void {
    const { database, clock, board, config, steps } = this.#services
    const receiptHeldBy = (clusterId: ClusterId) => board.peek(clusterId)?.receiptHeld ?? null
    const context = { now: clock.now(), receiptHeldBy, names: board.names, config }
    const taken = this.#openSome()
    const store = () => {
      const given = storeRecords(
        database,
        taken.map(({ opened }) => opened),
        context,
      )
      steps.reached('recordsJudged')
      return given
    }
    const isUrgent = taken.some(({ opened }) => opened.records.some(isOfEmergency))
    const judged = isUrgent ? database.urgentTransaction(store) : database.transaction(store)
    steps.reached('recordsStored')
    for (const [index, { opened, count }] of taken.entries()) {
      const { clusterId, cluster } = opened
      this.#waiting.remove(clusterId, count)
      if (cluster) this.#tell(clusterId, judged[index] ?? [])
      else this.#refuseUnknown(clusterId, count)
    }
  }

  /** As many as there is time for, cluster by cluster, their signatures checked. */
  #openSome(): { opened: OpenedRecords; count: number }[] {
    const { clock, database } = this.#services
    const beganMs = clock.monotonicMs()
    const taken: { opened: OpenedRecords; count: number }[] = []
    let count = 0
    for (const { clusterId, records } of this.#waiting.groups(RECORDS_OF_ONE_MAX)) {
      taken.push({ opened: openRecords(database, clusterId, records), count: records.length })
      count += records.length
      if (count >= RECORDS_PER_WRITE_MAX || clock.monotonicMs() - beganMs >= CHECK_MS_MAX) break
    }
    return taken
  }

  #refuseUnknown(clusterId: ClusterId, count: number): void {
    this.#services.reports.count(clusterId, 'notEnrolled', 'a record of a cluster without a device', count)
    for (let each = 0; each < count; each += 1) this.#services.tally?.recordJudged(undefined)
  }

  #tell(clusterId: ClusterId, judgements: readonly RecordJudgement[]): void {
    const { board, database, reports, tally } = this.#services
    this.#receipts.mark(clusterId)
    for (const judgement of judgements) {
      tally?.recordJudged(judgement.kind)
      if (judgement.kind === 'refused') reports.count(clusterId, judgement.code, judgement.detail)
      if (judgement.kind === 'verified') this.#show(judgement.record)
    }
    const hadGap = (board.peek(clusterId)?.gapCount ?? 0) > 0
    if (hadGap || judgements.some(({ kind }) => kind === 'redelivery'))
      board.noteGapCount(clusterId, countMissingRecords(database, clusterId))
  }

  /** On the board, as the last sound, and in the log of the program where someone asked for it. */
  #show(record: PlayoutRecord): void {
    const { board, emergencies, log } = this.#services
    const { traceId, clusterId, sequence, occurrenceId, outcome, reason } = record
    if (traceId !== undefined)
      log?.info({ traceId, clusterId, sequence, occurrenceId, outcome, reason }, 'a playout is stored')
    emergencies.noteRecord(record)
    board.notePlayout(clusterId, playoutLineOf(record, board.names))
    this.#tellSoon()
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

/** What an emergency has sounded is stored in the room that is kept for emergencies. */
function isOfEmergency({ opened }: OpenedRecord): boolean {
  return opened.ok && emergencyOf(opened.value.occurrenceId) !== undefined
}
