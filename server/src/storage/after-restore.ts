import { DAY_MS } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from './database.ts'

/**
 * What a restored database must not say any more. Belongs inside a transaction.
 *
 * - Every document is sealed anew at the next start, with a revision above whatever the clusters hold: they may have
 *   taken newer ones since the backup. A revision is the greater of "one more" and the time, so a day is added for a new
 *   machine whose clock is behind the old one's.
 * - Sessions end: who was signed out since the backup must not be signed in again.
 * - Enrolment codes that were not used by then may have been used since: each is void.
 * - Receipts need nothing: clusters keep their records for it, and send again what lies behind the numbers in here.
 */
export function makeRestored(database: Database, now: number): void {
  const revision = sql<number>`max(revision, ${Math.ceil(now) + DAY_MS})`
  database.run(query.updateTable('documents').set({ bodySha256: '', revision }))
  database.run(query.deleteFrom('sessions'))
  database.run(query.deleteFrom('enrolmentCodes').where('usedByPublicKey', 'is', null))
}
