import {
  CodedError,
  type EmergencyEnd,
  type EmergencyMoment,
  type EmergencyState,
  type Id,
} from '@tieng-lang/protocol'
import { recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import { replaceEmergency, type StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import { checkAllowed } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'
import { emergencyAt } from '../answer/emergency-answer.ts'
import { recordDocument } from '../document/emergency-document.ts'
import { waitForBroker } from '../document/publication.ts'
import { closingOf } from '../emergency-sounds.ts'
import { knownByRequest, noteRequest } from '../raise/once-per-request.ts'

export interface EndOrder extends Omit<EmergencyEnd, 'pin'> {
  emergencyId: Id
}

const ENDS: Readonly<
  Record<EmergencyEnd['how'], { state: EmergencyState; kind: EmergencyMoment['kind']; act: string }>
> = {
  allClear: { state: 'ended', kind: 'ended', act: 'emergency.allClear' },
  cancel: { state: 'cancelled', kind: 'cancelled', act: 'emergency.cancel' },
  correction: { state: 'cancelled', kind: 'corrected', act: 'emergency.correct' },
}

/**
 * Ends it by a new revision in the same place; what waits for a second person is only written off. A correction may also
 * follow a silent cancel. The PIN has been looked at before. Throws `emergencyNotFound`, `notAllowed`, `wrongState`
 * where it is over, `requestIdReused`.
 */
export async function endEmergency(
  services: Services,
  order: EndOrder,
  by: Principal,
): Promise<StoredEmergency> {
  const { database } = services
  const before = emergencyAt(database, order.emergencyId)
  if (knownByRequest(services, order, by) !== undefined) return before
  checkAllowed(database, { by, permission: 'emergency.raise' }, before.areaIds)
  checkMayEnd(before, order)
  const hasDocument = before.state !== 'awaiting'
  const ended = endedBy(services, before, order)
  record(services, { ended, order, hasDocument }, by)
  services.emergencies.recorded(ended, { hasDocument })
  if (hasDocument) await waitForBroker(services, ended)
  return ended
}

function checkMayEnd({ state, closing, clearedAt, emergencyId }: StoredEmergency, { how }: EndOrder): void {
  const isOpen = state === 'active' || state === 'awaiting'
  const isToCorrect = how === 'correction' && state === 'cancelled' && closing === null && clearedAt === null
  if (!isOpen && !isToCorrect) throw new CodedError('wrongState', `${emergencyId} is over`)
}

function endedBy(services: Services, before: StoredEmergency, { how }: EndOrder): StoredEmergency {
  const endedAt = services.clock.now()
  const { state } = ENDS[how]
  // What never sounded leaves nothing on the broker that would have to be cleared.
  if (before.state === 'awaiting') return { ...before, state, endedAt, clearedAt: endedAt }
  const closing = how === 'cancel' ? null : closingOf(services, how, before)
  return { ...before, state, endedAt, closing }
}

function record(
  services: Services,
  { ended, order, hasDocument }: { ended: StoredEmergency; order: EndOrder; hasDocument: boolean },
  by: Principal,
): void {
  const { clock, database } = services
  const { emergencyId, areaIds } = ended
  const { kind, act } = ENDS[order.how]
  const at = clock.now()
  const detail = { reason: order.reason }
  database.urgentTransaction(() => {
    replaceEmergency(database, ended)
    noteRequest(services, { order, emergencyId }, by)
    insertMoment(database, { emergencyId, at, kind, by: by.name, detail })
    recordAct(database, { at, by, act, areaIds, subject: emergencyId, detail })
    if (hasDocument) recordDocument(services, ended)
  })
}
