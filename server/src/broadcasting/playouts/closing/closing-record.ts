import {
  type ClusterId,
  itemLengthMs,
  type PlayoutRecord,
  type Signer,
  sealRecord,
  sha256Of,
} from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import type { Database } from '../../../storage/database.ts'
import { findLastClosing } from '../../../storage/playouts/closings.ts'
import { insertPlayout } from '../../../storage/playouts/playouts.ts'
import type { WantedOccurrence } from './wanted-occurrences.ts'

/** In place of a device's boot. */
const BOOT_ID = 'server'

export interface ClosingContext {
  clusterId: ClusterId
  timeZone: string
  now: number
  signer: Signer
}

/**
 * Writes what never came: a record of the server's own, numbered, chained and signed under its command key like a
 * device's. Belongs inside a transaction.
 */
export function insertClosing(
  database: Database,
  wanted: WantedOccurrence,
  { clusterId, timeZone, now, signer }: ClosingContext,
): PlayoutRecord & { title: string; programmeName: string } {
  const source = { clusterId, deviceKid: signer.kid }
  const last = findLastClosing(database, source)
  const chained = { sequence: (last?.sequence ?? 0) + 1, previousSha256: last?.sealedSha256 ?? null }
  const record = { ...recordOf(wanted, now), ...chained, clusterId }
  const sealed = sealRecord(record, signer)
  const { programme, item, dueAt } = wanted.occurrence
  const named = { title: item.title, programmeName: programme.name }
  insertPlayout(database, {
    ...{ ...source, record, sealed, sealedSha256: sha256Of(sealed), storedAt: now, closed: 1 },
    ...{ ...named, date: localDateAt(dueAt, timeZone) },
  })
  return { ...record, ...named }
}

function recordOf({ occurrence, planRevision, wasHeld }: WantedOccurrence, now: number) {
  const { occurrenceId, broadcastId, dueAt, programme, item } = occurrence
  const nothing = { receivedAt: null, startedAt: null, endedAt: null, volumePercent: null, heardMs: 0 }
  return {
    ...{ bootId: BOOT_ID, occurrenceId, broadcastId, priority: programme.priority, planRevision, dueAt },
    ...{ mediaSha256: 'relay' in item ? null : item.media.sha256, askedMs: itemLengthMs(item), ...nothing },
    ...({ outcome: 'notHeard', reason: wasHeld ? 'notReported' : 'planNotHeld', evidence: 'none' } as const),
    ...{ interruptions: 0, isClockTrusted: true, recordedAt: now },
  }
}
