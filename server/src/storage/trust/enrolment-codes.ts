import type { ClusterId } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** A one-time code, known only by its hash. Once used it answers the same key again and nobody else. */
export interface EnrolmentCodeRow {
  codeSha256: string
  clusterId: ClusterId
  issuedBy: string
  issuedAt: number
  expiresAt: number
  usedByPublicKey: string | null
  usedAt: number | null
}

/** Throws `alreadyExists`. */
export function insertEnrolmentCode(database: Database, code: EnrolmentCodeRow): void {
  database.run(query.insertInto('enrolmentCodes').values(code))
}

/** Whether it has ended or was used is for the caller to judge. */
export function findEnrolmentCode(database: Database, codeSha256: string): EnrolmentCodeRow | undefined {
  return database.row(query.selectFrom('enrolmentCodes').selectAll().where('codeSha256', '=', codeSha256))
}

/** Binds it to the key that came with it; a code that was used keeps the key it has. */
export function markEnrolmentCodeUsed(
  database: Database,
  codeSha256: string,
  { publicKey, now }: { publicKey: string; now: number },
): void {
  database.run(
    query
      .updateTable('enrolmentCodes')
      .set({ usedByPublicKey: publicKey, usedAt: now })
      .where('codeSha256', '=', codeSha256)
      .where('usedByPublicKey', 'is', null),
  )
}

/** Forgets the codes that ended before `before`, used or not. */
export function removeEndedEnrolmentCodes(database: Database, before: number): number {
  return database.run(query.deleteFrom('enrolmentCodes').where('expiresAt', '<', before))
}
