import { findDocument } from '../../../storage/documents.ts'
import { replaceEmergency, type StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import { clearDocument, recordDocument, topicsOf } from '../document/emergency-document.ts'
import type { DeskParts } from './emergency-desk.ts'

/**
 * What an earlier life has left of an emergency, before anything is published. What was recorded and is not over goes
 * out as it stands. What expired before the broker had it is not sent any more. And what a backup of another day knows
 * as under way may have ended since, so a restored server sends its end: a false alarm is worse than one raised twice.
 */
export function takeUp(parts: DeskParts, emergency: StoredEmergency): StoredEmergency {
  const { clock, database } = parts
  const { state, publishedAt, expiresAt } = emergency
  if (state !== 'active' && state !== 'ended' && state !== 'cancelled') return emergency
  if (publishedAt === null && expiresAt <= clock.now()) {
    database.urgentTransaction(() => clearDocument(parts, emergency))
    return emergency
  }
  return isRestored(parts, emergency) ? endRestored(parts, emergency) : emergency
}

/** A restored database has forgotten what its documents say (`storage/after-restore.ts`). */
function isRestored({ database }: DeskParts, emergency: StoredEmergency): boolean {
  return topicsOf(emergency).some((topic) => findDocument(database, topic)?.bodySha256 === '')
}

function endRestored(parts: DeskParts, emergency: StoredEmergency): StoredEmergency {
  const { clock, database } = parts
  const { emergencyId, state } = emergency
  const at = clock.now()
  const isActive = state === 'active'
  const ended = isActive ? { ...emergency, state: 'cancelled' as const, endedAt: at } : emergency
  database.urgentTransaction(() => {
    replaceEmergency(database, ended)
    if (isActive) insertMoment(database, { emergencyId, at, kind: 'cancelled', detail: { isRestored: true } })
    recordDocument(parts, ended)
  })
  return ended
}
