import type { ClusterId } from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import type { ServerConfig } from '../../../config.ts'
import type { Database } from '../../../storage/database.ts'
import { replaceClosing } from '../../../storage/playouts/closings.ts'
import { DaySums } from '../../../storage/playouts/day-sums.ts'
import {
  advanceStoredThrough,
  findFirstBeyond,
  findStoredThrough,
  insertPlayoutGap,
} from '../../../storage/playouts/playout-progress.ts'
import { insertRefusedPlayout } from '../../../storage/playouts/playout-refusals.ts'
import { insertPlayout } from '../../../storage/playouts/playouts.ts'
import { type Cluster, type Device, findCluster } from '../../../storage/tree/clusters.ts'
import type { SoundNames } from '../../cluster-board/sound-names.ts'
import { effectiveSettings } from '../../delivery/cluster-config.ts'
import {
  type ArrivedRecord,
  judgeRecord,
  type OpenedRecord,
  openArrived,
  type RecordJudgement,
} from './record-judgement.ts'
import { RecordLedger } from './record-ledger.ts'

/** What is known beside the records when they are stored. */
export interface StoringContext {
  now: number
  /** The number up to which the cluster knows that we hold its records; null where it has not said so lately. */
  receiptHeldBy: (clusterId: ClusterId) => number | null
  names: SoundNames
  config: ServerConfig
}

type EnrolledCluster = Cluster & { device: Device }

/** Records of one cluster, their signatures checked; `cluster` is undefined for one without a device. */
export interface OpenedRecords {
  clusterId: ClusterId
  cluster: EnrolledCluster | undefined
  records: OpenedRecord[]
}

/** Checks the signatures of one cluster's records. Of one that was never enrolled there is nobody to hold them for. */
export function openRecords(
  database: Database,
  clusterId: ClusterId,
  arrived: readonly ArrivedRecord[],
): OpenedRecords {
  const { device, ...cluster } = findCluster(database, clusterId) ?? {}
  if (!device) return { clusterId, cluster: undefined, records: [] }
  const records = arrived.map((each) => openArrived(each, device))
  // Both parts of what was found.
  return { clusterId, cluster: { ...cluster, device } as EnrolledCluster, records }
}

/**
 * Stores each record exactly once: verified, or raw where it cannot be verified. Belongs inside one transaction, which
 * must follow the check of the signatures at once; the caller then acknowledges the clusters.
 */
export function storeRecords(
  database: Database,
  opened: readonly OpenedRecords[],
  context: StoringContext,
): RecordJudgement[][] {
  const days = new DaySums(database)
  const judged = opened.map(({ cluster, records }) =>
    cluster ? storeOfCluster(database, { cluster, records, days }, context) : [],
  )
  days.write()
  return judged
}

interface ToStore {
  cluster: EnrolledCluster
  records: readonly OpenedRecord[]
  days: DaySums
}

function storeOfCluster(
  database: Database,
  { cluster, records, days }: ToStore,
  context: StoringContext,
): RecordJudgement[] {
  const { clusterId, device } = cluster
  const { now, names, config, receiptHeldBy } = context
  const ledger = new RecordLedger(database, { clusterId, deviceKid: device.kid })
  const { timeZone } = effectiveSettings({ config, database }, cluster)
  const judgements = records.map((each) => {
    const judgement = judgeRecord(database, ledger, each)
    const { sealed, sealedSha256 } = each
    const row = { ...ledger.source, sealed, sealedSha256, storedAt: now }
    if (judgement.kind === 'verified') {
      const { record, isClosed } = judgement
      const { occurrenceId, sequence, previousSha256 } = record
      if (isClosed) replaceClosing(database, { clusterId, occurrenceId, replacedAt: now })
      const { title, programmeName } = names.of(occurrenceId)
      const date = localDateAt(record.dueAt, timeZone)
      insertPlayout(database, { ...row, record, title, programmeName, date }, days)
      ledger.note({ sequence, sealedSha256, previousSha256 })
    }
    if (judgement.kind === 'refused') {
      const { code, detail, sequence } = judgement
      insertRefusedPlayout(database, { ...row, code, detail: detail.slice(0, 300), sequence })
    }
    return judgement
  })
  ledger.advance()
  closeGap(database, ledger, { judgements, now, receiptHeld: receiptHeldBy(clusterId) })
  return judgements
}

interface SentAgain {
  judgements: readonly RecordJudgement[]
  now: number
  receiptHeld: number | null
}

/**
 * Devices send in order, beginning with the first record that they still have after our receipt. So one that knows the
 * receipt and sends again what lies behind a gap no longer has the gap's records: it is noted, shown, and the receipts
 * move on past it. One with a later receipt of ours has only passed over what a restored server does not hold any more.
 */
function closeGap(
  database: Database,
  { source }: RecordLedger,
  { judgements, now, receiptHeld }: SentAgain,
): void {
  for (const judgement of judgements) {
    if (judgement.kind !== 'redelivery') continue
    const storedThrough = findStoredThrough(database, source)
    if (receiptHeld === null || receiptHeld > storedThrough) return
    const firstBeyond = findFirstBeyond(database, source, storedThrough)
    if (firstBeyond === undefined || judgement.sequence < firstBeyond) continue
    const gap = { fromSequence: storedThrough + 1, toSequence: firstBeyond - 1, noticedAt: now }
    insertPlayoutGap(database, source, gap)
    advanceStoredThrough(database, source, gap.toSequence)
  }
}
