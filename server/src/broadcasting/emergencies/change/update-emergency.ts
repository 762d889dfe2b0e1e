import {
  type ClusterId,
  CodedError,
  type EmergencyUpdate,
  type Id,
  type NewEmergency,
} from '@tieng-lang/protocol'
import { recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import { replaceEmergency, type StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { beginEdition, insertTargets } from '../../../storage/emergencies/emergency-clusters.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { checkAllowed } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'
import { emergencyAt } from '../answer/emergency-answer.ts'
import { infosOf } from '../document/cap-block.ts'
import { recordDocument } from '../document/emergency-document.ts'
import { waitForBroker } from '../document/publication.ts'
import { soundsOf } from '../emergency-sounds.ts'
import { checkExpiry, type EmergencyOrder } from '../raise/emergency-order.ts'
import { knownByRequest, noteRequest } from '../raise/once-per-request.ts'
import { repeatTimes } from '../raise/repeat-times.ts'
import { speakSoon } from '../speech/emergency-speech.ts'

/** What a new edition says. The place stays: whoever heard the first is to hear this one. */
export interface UpdateOrder extends Omit<EmergencyUpdate, 'pin'>, Pick<EmergencyOrder, 'infos' | 'cap'> {
  emergencyId: Id
  /** Only to be compared: an Exercise never becomes Actual. */
  status?: NewEmergency['status'] | 'Test'
}

/**
 * A new edition of what sounds: at once, in place of the one before. The PIN has been looked at before. Throws
 * `emergencyNotFound`, `notAllowed`, `wrongState` where it does not sound, `statusChanged`, `badRequest`, `kitNotReady`,
 * `limitExceeded`, `requestIdReused`.
 */
export async function updateEmergency(
  services: Services,
  order: UpdateOrder,
  by: Principal,
): Promise<StoredEmergency> {
  const { database } = services
  const before = emergencyAt(database, order.emergencyId)
  if (knownByRequest(services, order, by) !== undefined) return before
  checkAllowed(database, { by, permission: 'emergency.raise' }, before.areaIds)
  checkMayChange(before, order)
  const next = nextEdition(services, before, order)
  services.emergencies.flush()
  record(services, { next, order }, by)
  services.emergencies.recorded(next, { hasDocument: true })
  speakSoon(services, next)
  await waitForBroker(services, next)
  return next
}

function checkMayChange({ state, status, emergencyId }: StoredEmergency, order: UpdateOrder): void {
  if (state !== 'active') throw new CodedError('wrongState', `${emergencyId} does not sound any more`)
  if (order.status !== undefined && order.status !== status)
    throw new CodedError('statusChanged', `${emergencyId} is ${status} and stays so`)
}

function nextEdition(services: Services, before: StoredEmergency, order: UpdateOrder): StoredEmergency {
  const { event, severity, text, language, expiresAt, repeatPlan } = order
  const sentAt = services.clock.now()
  checkExpiry(expiresAt, sentAt)
  const words = { event, status: before.status, language, text }
  return {
    ...before,
    ...{ event, severity, text, language, expiresAt, repeatPlan, sentAt, edition: before.edition + 1 },
    ...{ publishedAt: null, accountedAt: null, speech: text.trim() === '' ? 'none' : 'making' },
    sounds: soundsOf(services, words, before.soundsAreaId),
    infos: order.infos ?? infosOf(words),
    cap: order.cap ?? before.cap,
    repeatsAfterS: repeatTimes(repeatPlan, { sentAt, expiresAt }),
  }
}

function record(
  services: Services,
  { next, order }: { next: StoredEmergency; order: UpdateOrder },
  by: Principal,
): void {
  const { clock, database } = services
  const { emergencyId, areaIds, edition, event, severity, text } = next
  const at = next.sentAt ?? clock.now()
  const detail = { edition, event, severity, text, reason: order.reason }
  database.urgentTransaction(() => {
    replaceEmergency(database, next)
    beginEdition(database, emergencyId, edition)
    insertTargets(database, { emergencyId, edition }, clustersBelow(services, next))
    noteRequest(services, { order, emergencyId }, by)
    insertMoment(database, { emergencyId, at, kind: 'updated', by: by.name, detail })
    recordAct(database, { at, by, act: 'emergency.update', areaIds, subject: emergencyId, detail })
    recordDocument(services, next)
  })
}

/** With those that have come into its areas since. */
function clustersBelow({ board, database }: Services, { targets }: StoredEmergency): ClusterId[] {
  const tree = areaTree(database)
  return board.listIds(new Set(targets.areas.flatMap((areaId) => tree.idsBelow(areaId))))
}
