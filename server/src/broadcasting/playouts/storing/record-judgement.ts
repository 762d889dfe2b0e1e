import {
  type ClusterId,
  ed25519Check,
  type Opened,
  openRecord,
  type PlayoutRecord,
  parseJson,
  parseJws,
  sha256Of,
  TOPICS,
} from '@tieng-lang/protocol'
import type { Database } from '../../../storage/database.ts'
import { findReporter } from '../../../storage/playouts/playouts.ts'
import type { Device } from '../../../storage/tree/clusters.ts'
import type { RecordLedger } from './record-ledger.ts'

/** One sealed record as it came. */
export interface ArrivedRecord {
  clusterId: ClusterId
  sealed: Uint8Array
}

export type RecordJudgement =
  | { kind: 'verified'; record: PlayoutRecord }
  | { kind: 'redelivery'; sequence: number }
  | { kind: 'refused'; code: string; detail: string; sequence: number | null }

/** A record whose signature has been checked: what it says, or why it says nothing. */
export interface OpenedRecord extends ArrivedRecord {
  sealedSha256: string
  opened: Opened<PlayoutRecord>
}

const signatures = ed25519Check()

/** Checks signature and shape: 0.1 ms, the most of what a record costs, and it asks nothing of the database. */
export function openArrived({ clusterId, sealed }: ArrivedRecord, device: Device): OpenedRecord {
  const { bytesMax } = TOPICS.playouts
  const opened = openRecord(sealed, { clusterId, publicKey: device.publicKey, bytesMax, signatures })
  return { clusterId, sealed, sealedSha256: sha256Of(sealed), opened }
}

/** After signature and shape: number, then chain, then occurrence. `isClosed`: the server had closed the occurrence. */
export function judgeRecord(
  database: Database,
  ledger: RecordLedger,
  { clusterId, sealed, sealedSha256, opened }: OpenedRecord,
): RecordJudgement & { isClosed?: boolean } {
  if (!opened.ok) return refused(opened.code, opened.detail, claimedSequence(sealed))
  const record = opened.value
  const { sequence, occurrenceId } = record
  const held = ledger.find(sequence)
  if (held?.sealedSha256 === sealedSha256) return { kind: 'redelivery', sequence }
  if (held) return refused('sequenceReused', `number ${sequence} is held with another content`, sequence)
  if (!fitsChain(ledger, record, sealedSha256))
    return refused('chainBroken', `number ${sequence} does not fit its neighbours`, sequence)
  const reporter = findReporter(database, clusterId, occurrenceId)
  if (reporter === 'device')
    return refused('occurrenceReported', `${occurrenceId} has a record already`, sequence)
  return { kind: 'verified', record, isClosed: reporter === 'server' }
}

/**
 * Each record names the hash of the one before it; a neighbour that we do not hold verified cannot object. Null is the
 * first, or the first after a device has lost everything: it leaves a number free, and the gap is shown.
 */
function fitsChain(ledger: RecordLedger, record: PlayoutRecord, sealedSha256: string): boolean {
  const { sequence, previousSha256 } = record
  if (sequence === 1 && previousSha256 !== null) return false
  const before = ledger.find(sequence - 1)
  const after = ledger.find(sequence + 1)
  if (before && before.sealedSha256 !== previousSha256) return false
  return !after || after.previousSha256 === sealedSha256
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
