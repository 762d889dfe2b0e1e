import { type Clock, CodedError, type HealthParts, SECOND_MS } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { findPulseAt, notePulse } from '../../storage/reports/pulses.ts'

const SLOW_MS = SECOND_MS
export const DATABASE_PULSE = 'database'

/**
 * A real commit, and its row read back, on the connection that everything else uses. SQLite waits at most 2 s for
 * another writer; a disk that does not answer at all stops the event loop, and with it the feeding of the watchdog.
 */
export function checkDatabase(database: Database, clock: Clock): HealthParts['database'] {
  const beganMs = clock.monotonicMs()
  const at = clock.now()
  try {
    notePulse(database, DATABASE_PULSE, at)
    const readAt = findPulseAt(database, DATABASE_PULSE)
    const writeMs = clock.monotonicMs() - beganMs
    if (readAt === undefined || readAt < at) return { state: 'failing', code: 'databaseFailed', writeMs }
    if (writeMs > SLOW_MS) return { state: 'degraded', code: 'databaseSlow', writeMs }
    return { state: 'ok', code: null, writeMs }
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause
    return { state: 'failing', code: codeOf(database, cause), writeMs: null }
  }
}

/** Of a full disk it is said whether emergencies at least are still written. */
function codeOf(database: Database, { code }: CodedError): HealthParts['database']['code'] {
  if (code !== 'storageFull') return 'databaseFailed'
  return database.isOnReserve() ? 'onlyEmergencies' : 'storageFull'
}
