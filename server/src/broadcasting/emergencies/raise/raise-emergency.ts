import { CodedError, type EmergencyMoment, newId } from '@tieng-lang/protocol'
import { recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import {
  countOpenEmergencies,
  insertEmergency,
  type StoredEmergency,
} from '../../../storage/emergencies/emergencies.ts'
import { insertTargets } from '../../../storage/emergencies/emergency-clusters.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import type { Services } from '../../services.ts'
import { emergencyAt } from '../answer/emergency-answer.ts'
import { capOf, infosOf } from '../document/cap-block.ts'
import { recordDocument } from '../document/emergency-document.ts'
import { waitForBroker } from '../document/publication.ts'
import { soundsOf } from '../emergency-sounds.ts'
import type { ResolvedPlace } from '../place/emergency-place.ts'
import { placeToRaiseOn } from '../place/scope.ts'
import { speakSoon } from '../speech/emergency-speech.ts'
import { checkExpiry, type EmergencyOrder } from './emergency-order.ts'
import { knownByRequest, noteRequest } from './once-per-request.ts'
import { repeatTimes } from './repeat-times.ts'

/** More at once is no day that anyone can follow. */
const OPEN_MAX = 100

/**
 * Raises an emergency, or keeps it until somebody has confirmed it: everything that is known of it is recorded in one
 * transaction, then it is published, then accounted for. The same `requestId` of the same asker gives the same
 * emergency. Resolves when the broker has it, or after a second. Throws `notAllowed`, `kitNotReady`, `badRequest`,
 * `limitExceeded`, `requestIdReused`, what `resolvePlace` throws, and `alreadyExists` for an id in use.
 */
export async function raiseEmergency(
  services: Services,
  order: EmergencyOrder,
  by: Principal,
): Promise<StoredEmergency> {
  const known = knownByRequest(services, order, by)
  if (known !== undefined) return emergencyAt(services.database, known)
  const place = placeToRaiseOn(services, order.place, by)
  const emergency = newEmergency(services, { order, place }, by)
  const { isToBeConfirmed = false } = order
  record(services, { emergency, order, place }, by)
  services.emergencies.recorded(emergency, { hasDocument: !isToBeConfirmed })
  if (isToBeConfirmed) return emergency
  speakSoon(services, emergency)
  await waitForBroker(services, emergency)
  return emergency
}

interface Raising {
  order: EmergencyOrder
  place: ResolvedPlace
}

function newEmergency(services: Services, { order, place }: Raising, by: Principal): StoredEmergency {
  const { clock, chance } = services
  const { event, status, severity, text, language, expiresAt, repeatPlan, commander, reason } = order
  const now = clock.now()
  checkExpiry(expiresAt, now)
  const soundsAreaId = place.holdingPath.at(-1) ?? null
  const sounds = soundsOf(services, order, soundsAreaId)
  const isSounding = order.isToBeConfirmed !== true
  const { sentAt, repeatsAfterS } = order.began ?? {
    sentAt: now,
    repeatsAfterS: repeatTimes(repeatPlan, { sentAt: now, expiresAt }),
  }
  return {
    ...{
      event,
      status,
      severity,
      text,
      language,
      expiresAt,
      repeatPlan,
      commander,
      reason,
      sounds,
      soundsAreaId,
    },
    emergencyId: order.emergencyId ?? newId('kc', chance),
    state: isSounding ? 'active' : 'awaiting',
    origin: order.origin ?? 'person',
    edition: 1,
    place: order.place,
    repeatsAfterS,
    infos: order.infos ?? infosOf(order),
    cap: order.cap ?? capOf(event),
    ...{ areaIds: place.areaIds, targets: place.targets, publishedIn: place.publishedIn, closing: null },
    ...{ raisedBy: by.name, raisedById: by.operatorId, secondPerson: null, secondPersonId: null },
    brokeGlass: order.brokeGlassBecause !== undefined,
    speech: text.trim() === '' ? 'none' : 'making',
    ...{ requestedAt: now, sentAt: isSounding ? sentAt : null, publishedAt: null, accountedAt: null },
    ...{ endedAt: null, clearedAt: null, traceId: by.traceId ?? null },
  }
}

/** All that a server must still know when it is killed in the next instant. */
function record(
  services: Services,
  { emergency, order, place }: Raising & { emergency: StoredEmergency },
  by: Principal,
): void {
  const { database } = services
  const { emergencyId, requestedAt: at, areaIds, edition } = emergency
  const { status, event, severity, commander, reason, origin } = emergency
  database.urgentTransaction(() => {
    if (countOpenEmergencies(database) >= OPEN_MAX)
      throw new CodedError('limitExceeded', `${OPEN_MAX} emergencies are open`)
    insertEmergency(database, emergency)
    insertTargets(database, { emergencyId, edition }, place.clusterIds)
    noteRequest(services, { order, emergencyId }, by)
    for (const [kind, detail] of momentsOf(emergency, order))
      insertMoment(database, { emergencyId, at, kind, by: by.name, detail })
    const detail = { status, event, severity, commander, reason, origin, place: order.place }
    const act = { at, by, areaIds, subject: emergencyId }
    recordAct(database, {
      ...act,
      act: emergency.state === 'active' ? 'emergency.raise' : 'emergency.ask',
      detail,
    })
    if (order.brokeGlassBecause !== undefined)
      recordAct(database, {
        ...act,
        act: 'emergency.breakGlass',
        detail: { reason: order.brokeGlassBecause },
      })
    if (emergency.state === 'active') recordDocument(services, emergency)
  })
}

type Told = [EmergencyMoment['kind'], Record<string, unknown>]

function momentsOf({ state, commander, reason, text }: StoredEmergency, order: EmergencyOrder): Told[] {
  const { brokeGlassBecause } = order
  const requested: Told = ['requested', { commander, reason, text }]
  const glass: Told[] = brokeGlassBecause === undefined ? [] : [['brokeGlass', { reason: brokeGlassBecause }]]
  return [requested, ...glass, state === 'active' ? ['raised', { edition: 1 }] : ['secondPersonAsked', {}]]
}
