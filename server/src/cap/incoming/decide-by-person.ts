import { type CapAcceptance, CodedError, type Id, type NewEmergency } from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { updateEmergency } from '../../broadcasting/emergencies/change/update-emergency.ts'
import { checkOwnPin, raiseByPerson } from '../../broadcasting/emergencies/raise/raise-by-person.ts'
import type { Services } from '../../broadcasting/services.ts'
import { findCapMessage, replaceCapOutcome, type StoredCapMessage } from '../../storage/cap/cap-messages.ts'
import { endAll } from './carry-out.ts'
import { chosenInfos } from './chosen-infos.ts'
import { orderOf } from './emergency-of-message.ts'
import { purposeOf } from './verdict.ts'

/**
 * A person lets a message that waits sound, or lets it end what it names, with what raising it oneself would take.
 * Throws `capMessageNotFound`, `wrongState` where it does not wait or is over, and what `raiseByPerson`,
 * `updateEmergency` and `endEmergency` throw.
 */
export async function acceptCapMessage(
  services: Services,
  { messageId, ...accepted }: CapAcceptance & { messageId: Id },
  by: Principal,
): Promise<Id> {
  const message = waitingMessage(services, messageId)
  const emergencyId = await act(services, message, accepted, by)
  settle(services, message, { state: 'accepted', emergencyId, note: accepted.reason }, by)
  return emergencyId
}

/** Nothing sounds. Throws `capMessageNotFound`, `wrongState`. */
export function declineCapMessage(
  services: Services,
  { messageId, reason }: { messageId: Id; reason: string },
  by: Principal,
): void {
  const message = waitingMessage(services, messageId)
  settle(services, message, { state: 'declined', emergencyId: null, note: reason }, by)
}

async function act(
  services: Services,
  message: StoredCapMessage,
  accepted: CapAcceptance,
  by: Principal,
): Promise<Id> {
  const purpose = purposeOf(services, message)
  if (purpose.kind === 'nothing')
    throw new CodedError('wrongState', `nothing can be done about it any more: ${purpose.why}`)
  const { event, pin, typedAreaName, breakGlass, reason } = accepted
  if (purpose.kind === 'end') {
    await checkOwnPin(services, pin, by)
    await endAll(services, { message, ...purpose }, by)
    return purpose.emergencyIds[0] ?? message.messageId
  }
  const order = orderOf(message, { infos: chosenInfos(message.alert), event, place: message.place })
  if (purpose.kind === 'update') {
    await checkOwnPin(services, pin, by)
    const { emergencyId } = purpose
    return (await updateEmergency(services, { ...order, emergencyId, reason }, by)).emergencyId
  }
  const asked: NewEmergency = { ...order, pin, reason, ...present({ typedAreaName, breakGlass }) }
  return (await raiseByPerson(services, asked, by)).emergencyId
}

function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // What is undefined is left out, which is what the type says.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

function waitingMessage({ database }: Services, messageId: Id): StoredCapMessage {
  const message = findCapMessage(database, messageId)
  if (!message) throw new CodedError('capMessageNotFound', `no CAP message is ${messageId}`)
  if (message.state !== 'waiting') throw new CodedError('wrongState', `it does not wait: ${message.state}`)
  return message
}

function settle(
  { database, clock, updates }: Services,
  { messageId, alert, place, why }: StoredCapMessage,
  { state, emergencyId, note }: { state: 'accepted' | 'declined'; emergencyId: Id | null; note: string },
  by: Principal,
): void {
  const at = clock.now()
  const to = { state, why, emergencyId, note, decidedBy: by.name, decidedAt: at }
  database.urgentTransaction(() => {
    if (!replaceCapOutcome(database, messageId, { from: 'waiting', to }))
      throw new CodedError('wrongState', 'somebody else has decided meanwhile')
    const { identifier, sender, status, msgType } = alert
    const detail = { identifier, sender, status, msgType, emergencyId, reason: note }
    const act = `cap.${state === 'accepted' ? 'accept' : 'decline'}`
    recordAct(database, { at, by, act, areaIds: place.areaIds, subject: messageId, detail })
  })
  updates.changed('emergencies')
}
