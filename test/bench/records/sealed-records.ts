import {
  DAY_MS,
  ed25519Signer,
  type KeyPair,
  type PlayoutRecord,
  sealRecord,
  sha256Of,
} from '@tieng-lang/protocol'
import { recordOf } from '../../../server/test/board.ts'

/** A usual commune's: some thirty sounds a day. */
const RECORDS_A_DAY = 30
const FIRST_DUE_AT = Date.UTC(2026, 2, 1, 22)
export const PROGRAMME_ID = 'ct-1'

/** What a cluster's outbox holds after a while alone: numbered, chained and signed with its own key. */
export function sealedRecords(clusterId: string, pair: KeyPair, count: number): Uint8Array[] {
  const signer = ed25519Signer(pair)
  let previousSha256: string | null = null
  return Array.from({ length: count }, (_, index) => {
    const sealed = sealRecord(recordAt(clusterId, index + 1, previousSha256), signer)
    previousSha256 = sha256Of(sealed)
    return sealed
  })
}

function recordAt(clusterId: string, sequence: number, previousSha256: string | null): PlayoutRecord {
  const dueAt = FIRST_DUE_AT + (sequence * DAY_MS) / RECORDS_A_DAY
  const broadcastId = `${PROGRAMME_ID}@${new Date(dueAt).toISOString().slice(0, 16)}`
  return {
    ...recordOf(clusterId, sequence, previousSha256),
    ...{ broadcastId, occurrenceId: `${broadcastId}/tin/1`, dueAt, receivedAt: null },
    ...{ startedAt: dueAt, endedAt: dueAt + 60_000, recordedAt: dueAt + 60_900 },
    ...{ askedMs: 60_000, heardMs: 60_000 },
  }
}
