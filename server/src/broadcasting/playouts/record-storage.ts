import {
  type ClusterId,
  ed25519Check,
  openRecord,
  type PlayoutRecord,
  parseJson,
  parseJws,
  sha256Of,
  TOPICS,
} from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import type { ServerConfig } from '../../config.ts'
import type { Database } from '../../storage/database.ts'
import { replaceClosing } from '../../storage/playouts/closings.ts'
import {
  advanceStoredThrough,
  findFirstBeyond,
  findStoredThrough,
  insertPlayoutGap,
} from '../../storage/playouts/playout-progress.ts'
import { insertRefusedPlayout } from '../../storage/playouts/playout-refusals.ts'
import {
  findPlayout,
  findReporter,
  insertPlayout,
  type PlayoutSource,
} from '../../storage/playouts/playouts.ts'
import { findCluster } from '../../storage/tree/clusters.ts'
import type { SoundNames } from '../cluster-board/sound-names.ts'
import { effectiveSettings } from '../delivery/cluster-config.ts'

/** One sealed record as it came. */
export interface ArrivedRecord {
  clusterId: ClusterId
  sealed: Uint8Array
}

export type RecordJudgement =
  | { kind: 'verified'; record: PlayoutRecord }
  | { kind: 'redelivery'; sequence: number }
  | { kind: 'refused'; code: string; detail: string; sequence: number | null }

/** What is known beside the record when it is stored. */
export interface StoringContext {
  now: number
  /** The number up to which the cluster knows that we hold its records; null where it has not said so lately. */
  receiptHeldBy: (clusterId: ClusterId) => number | null
  names: SoundNames
  config: ServerConfig
}

const signatures = ed25519Check()

/**
 * Stores one record exactly once: verified, or raw where it cannot be verified. Belongs inside a transaction; the
 * caller then acknowledges the cluster. Undefined for a cluster that was never enrolled: there is nobody to hold it for.
 */
export function storeRecord(
  database: Database,
  { clusterId, sealed }: ArrivedRecord,
  { now, receiptHeldBy, names, config }: StoringContext,
): RecordJudgement | undefined {
  const cluster = findCluster(database, clusterId)
  const device = cluster?.device
  if (!device) return undefined
  const source = { clusterId, deviceKid: device.kid }
  const sealedSha256 = sha256Of(sealed)
  const judgement = judgeRecord(database, source, { sealed, sealedSha256, publicKey: device.publicKey })
  const row = { ...source, sealed, sealedSha256, storedAt: now }
  if (judgement.kind === 'verified') {
    const { record } = judgement
    const { title, programmeName } = names.of(record.occurrenceId)
    const { timeZone } = effectiveSettings({ config, database }, cluster)
    const date = localDateAt(record.dueAt, timeZone)
    replaceClosing(database, { clusterId, occurrenceId: record.occurrenceId, replacedAt: now })
    insertPlayout(database, { ...row, record, title, programmeName, date })
  }
  if (judgement.kind === 'refused') {
    const { code, detail, sequence } = judgement
    insertRefusedPlayout(database, { ...row, code, detail: detail.slice(0, 300), sequence })
  }
  if (judgement.kind === 'redelivery') {
    const { sequence } = judgement
    closeGapBefore(database, source, { sequence, now, receiptHeld: receiptHeldBy(clusterId) })
  } else advanceStoredThrough(database, source)
  return judgement
}

/** Signature, then number, then chain, then occurrence. */
function judgeRecord(
  database: Database,
  source: PlayoutSource,
  { sealed, sealedSha256, publicKey }: { sealed: Uint8Array; sealedSha256: string; publicKey: string },
): RecordJudgement {
  const { bytesMax } = TOPICS.playouts
  const opened = openRecord(sealed, { clusterId: source.clusterId, publicKey, bytesMax, signatures })
  if (!opened.ok) return refused(opened.code, opened.detail, claimedSequence(sealed))
  const { sequence, occurrenceId } = opened.value
  const held = findPlayout(database, source, sequence)
  if (held?.sealedSha256 === sealedSha256) return { kind: 'redelivery', sequence }
  if (held) return refused('sequenceReused', `number ${sequence} is held with another content`, sequence)
  if (!fitsChain(database, source, { record: opened.value, sealedSha256 }))
    return refused('chainBroken', `number ${sequence} does not fit its neighbours`, sequence)
  if (findReporter(database, source.clusterId, occurrenceId) === 'device')
    return refused('occurrenceReported', `${occurrenceId} has a record already`, sequence)
  return { kind: 'verified', record: opened.value }
}

/**
 * Each record names the hash of the one before it; a neighbour that we do not hold verified cannot object. Null is the
 * first, or the first after a device has lost everything: it leaves a number free, and the gap is shown.
 */
function fitsChain(
  database: Database,
  source: PlayoutSource,
  { record, sealedSha256 }: { record: PlayoutRecord; sealedSha256: string },
): boolean {
  if (record.sequence === 1 && record.previousSha256 !== null) return false
  const before = findPlayout(database, source, record.sequence - 1)
  const after = findPlayout(database, source, record.sequence + 1)
  if (before && before.sealedSha256 !== record.previousSha256) return false
  return !after || after.previousSha256 === sealedSha256
}

/**
 * Devices send in order, beginning with the first record that they still have after our receipt. So one that knows the
 * receipt and sends again what lies behind a gap no longer has the gap's records: it is noted, shown, and the receipts
 * move on past it. One with a later receipt of ours has only passed over what a restored server does not hold any more.
 */
function closeGapBefore(
  database: Database,
  source: PlayoutSource,
  { sequence, now, receiptHeld }: { sequence: number; now: number; receiptHeld: number | null },
): void {
  const storedThrough = findStoredThrough(database, source)
  if (receiptHeld === null || receiptHeld > storedThrough) return
  const firstBeyond = findFirstBeyond(database, source, storedThrough)
  if (firstBeyond === undefined || sequence < firstBeyond) return
  const gap = { fromSequence: storedThrough + 1, toSequence: firstBeyond - 1, noticedAt: now }
  insertPlayoutGap(database, source, gap)
  advanceStoredThrough(database, source, gap.toSequence)
}

function refused(code: string, detail: string, sequence: number | null): RecordJudgement {
  return { kind: 'refused', code, detail, sequence }
}

/** What an unverified record says its number is: only good for telling the device that we have seen it. */
function claimedSequence(sealed: Uint8Array): number | null {
  const parsed = parseJws(sealed, TOPICS.playouts.bytesMax)
  const claims = parsed.ok ? parseJson(parsed.value.payload) : undefined
  if (typeof claims !== 'object' || claims === null || !('sequence' in claims)) return null
  const { sequence } = claims
  return typeof sequence === 'number' && Number.isSafeInteger(sequence) && sequence >= 1 ? sequence : null
}
