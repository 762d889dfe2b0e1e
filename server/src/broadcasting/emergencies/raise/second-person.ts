import { CodedError, type Id } from '@tieng-lang/protocol'
import { recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import { replaceEmergency, type StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import { checkAllowed } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'
import { emergencyAt } from '../answer/emergency-answer.ts'
import { recordDocument } from '../document/emergency-document.ts'
import { waitForBroker } from '../document/publication.ts'
import { speakSoon } from '../speech/emergency-speech.ts'
import { CONFIRM_MS_MAX, checkExpiry } from './emergency-order.ts'
import { checkOwnPin } from './raise-by-person.ts'
import { repeatTimes } from './repeat-times.ts'

/**
 * Another account with the same right says yes, with its own PIN: from here on it sounds. Asked again by the same person
 * it changes nothing. Throws `emergencyNotFound`, `notAllowed`, `fourEyes`, `wrongState` once it has lapsed, and what
 * `checkPin` throws.
 */
export async function confirmEmergency(
  services: Services,
  { emergencyId, pin }: { emergencyId: Id; pin: string },
  by: Principal,
): Promise<StoredEmergency> {
  checkMayConfirm(services, emergencyAt(services.database, emergencyId), by)
  await checkOwnPin(services, pin, by)
  const stored = emergencyAt(services.database, emergencyId)
  if (stored.state === 'active' && isSame(stored, by)) return stored
  checkMayConfirm(services, stored, by)
  const confirmed = confirmedBy(services, stored, by)
  record(services, confirmed, by)
  services.emergencies.recorded(confirmed, { hasDocument: true })
  speakSoon(services, confirmed)
  await waitForBroker(services, confirmed)
  return confirmed
}

function checkMayConfirm({ clock, database }: Services, emergency: StoredEmergency, by: Principal): void {
  const { state, areaIds, raisedById, requestedAt } = emergency
  checkAllowed(database, { by, permission: 'emergency.raise' }, areaIds)
  if (state === 'active' && isSame(emergency, by)) return
  if (state !== 'awaiting' || clock.now() >= requestedAt + CONFIRM_MS_MAX)
    throw new CodedError('wrongState', 'it does not wait for anybody any more')
  if (raisedById !== null && raisedById === by.operatorId)
    throw new CodedError('fourEyes', 'somebody else confirms it')
}

function isSame({ secondPersonId, secondPerson }: StoredEmergency, { operatorId, name }: Principal): boolean {
  return operatorId === null ? secondPerson === name : secondPersonId === operatorId
}

function confirmedBy({ clock }: Services, emergency: StoredEmergency, by: Principal): StoredEmergency {
  const { repeatPlan, expiresAt } = emergency
  const sentAt = clock.now()
  checkExpiry(expiresAt, sentAt)
  return {
    ...emergency,
    state: 'active',
    ...{ sentAt, repeatsAfterS: repeatTimes(repeatPlan, { sentAt, expiresAt }) },
    ...{ secondPerson: by.name, secondPersonId: by.operatorId },
  }
}

function record(services: Services, emergency: StoredEmergency, by: Principal): void {
  const { clock, database } = services
  const { emergencyId, areaIds, raisedBy } = emergency
  const at = emergency.sentAt ?? clock.now()
  database.urgentTransaction(() => {
    replaceEmergency(database, emergency)
    insertMoment(database, { emergencyId, at, kind: 'confirmed', by: by.name })
    insertMoment(database, { emergencyId, at, kind: 'raised', by: raisedBy, detail: { edition: 1 } })
    recordAct(database, { at, by, act: 'emergency.confirm', areaIds, subject: emergencyId })
    recordDocument(services, emergency)
  })
}
