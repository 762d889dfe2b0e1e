import { type CapAnswer, type CapSender, CodedError, DAY_MS, newId } from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { sha256Hex } from '../../access/secrets.ts'
import type { Services } from '../../broadcasting/services.ts'
import {
  countWaiting,
  findCapMessageNamed,
  insertCapMessage,
  removeOldCapMessages,
  replaceCapOutcome,
  type StoredCapMessage,
} from '../../storage/cap/cap-messages.ts'
import type { CapAlert } from '../cap-alert.ts'
import { type CapAdvice, CapRefused } from '../cap-refusal.ts'
import { readCap } from '../read-cap.ts'
import { placeOfInfos } from './cap-place.ts'
import { carryOut } from './carry-out.ts'
import { chosenInfos } from './chosen-infos.ts'
import { isEnd, referencedBy } from './verdict.ts'

/** More that wait for a person are no help to anybody. */
const WAITING_MAX = 500
const KEPT_MS = 400 * DAY_MS
/** It is recorded, and nobody has looked at the policy yet: so it stays where the server ends in between. */
const NOT_DECIDED = 'notDecided'

/**
 * Takes a CAP message: read strictly, recorded once, judged by its sender's policy. The same message again gives the
 * same answer and does nothing. Throws `CapRefused`, `notAllowed` (a `sender` that is not this system's),
 * `requestIdReused` (another message under a name that was used), `limitExceeded` (500 wait).
 */
export async function receiveCap(
  services: Services,
  { bytes, capSender }: { bytes: Uint8Array; capSender: CapSender },
  by: Principal,
): Promise<CapAnswer> {
  const { database, reports } = services
  const reading = readCap(bytes)
  if (!reading.ok) {
    const { code, element } = reading.refusal
    reports.count(undefined, 'capRefused', `${capSender.name}: ${code} ${element}`.slice(0, 300))
    throw new CapRefused(reading.refusal)
  }
  const alert = withoutContent(reading.alert)
  if (!capSender.senders.includes(alert.sender)) {
    reports.count(undefined, 'notAllowed', `${capSender.name}: CAP sender ${alert.sender}`)
    throw new CodedError('notAllowed', `this token may not send as ${alert.sender}`)
  }
  const sha256 = sha256Hex(JSON.stringify(reading.alert))
  const known = findCapMessageNamed(database, capSender.capSenderId, alert)
  if (known && known.sha256 !== sha256)
    throw new CodedError('requestIdReused', `${alert.identifier} was sent before with other contents`)
  const message = known ?? record(services, { alert, sha256, capSender }, by)
  if (message.state === 'waiting' && message.why === NOT_DECIDED)
    await carryOut(services, { message, capSender }, by)
  const now = findCapMessageNamed(database, capSender.capSenderId, alert) ?? message
  return answerOf(now, { isRepeated: known !== undefined, advice: reading.advice })
}

/** §3.2.3 derefUri (4): whoever hands a message on strips it. */
function withoutContent(alert: CapAlert): CapAlert {
  const infos = alert.infos.map((info) => ({
    ...info,
    resources: info.resources.map((resource) => ({ ...resource, derefUri: null })),
  }))
  return { ...alert, infos }
}

/** The message, that it came, and that what it replaces waits no more. */
function record(
  services: Services,
  { alert, sha256, capSender }: { alert: CapAlert; sha256: string; capSender: CapSender },
  by: Principal,
): StoredCapMessage {
  const { database, clock, chance, updates } = services
  const { capSenderId, areaIds } = capSender
  const receivedAt = clock.now()
  const message: StoredCapMessage = {
    ...{ messageId: newId('cap', chance), capSenderId, alert, sha256, receivedAt },
    place: placeOfInfos(services, chosenInfos(alert), areaIds),
    ...{
      state: 'waiting',
      why: NOT_DECIDED,
      emergencyId: null,
      decidedBy: null,
      decidedAt: null,
      note: null,
    },
  }
  database.urgentTransaction(() => {
    if (countWaiting(database, capSenderId) >= WAITING_MAX)
      throw new CodedError('limitExceeded', `${WAITING_MAX} messages of this sender wait`)
    insertCapMessage(database, message)
    replaceWaiting(services, message)
    removeOldCapMessages(database, receivedAt - KEPT_MS)
    const { identifier, sender, status, msgType } = alert
    const detail = { identifier, sender, status, msgType }
    recordAct(database, {
      ...{ at: receivedAt, by, act: 'cap.receive', areaIds, subject: message.messageId, detail },
    })
  })
  updates.changed('emergencies')
  return message
}

/** Update and Cancel take back what waits, whatever their own policy: nothing sounds by that. */
function replaceWaiting({ database, clock }: Services, message: StoredCapMessage): void {
  const { alert, messageId } = message
  if (alert.msgType !== 'Update' && alert.msgType !== 'Cancel') return
  const state = isEnd(alert) ? 'withdrawn' : 'superseded'
  for (const earlier of referencedBy(database, message)) {
    if (earlier.alert.status !== alert.status) continue
    const decided = { decidedBy: alert.sender, decidedAt: clock.now(), why: messageId }
    const to = { ...decided, state, emergencyId: null, note: null } as const
    replaceCapOutcome(database, earlier.messageId, { from: 'waiting', to })
  }
}

function answerOf(
  { messageId, state, why, emergencyId }: StoredCapMessage,
  { isRepeated, advice }: { isRepeated: boolean; advice: readonly CapAdvice[] },
): CapAnswer {
  const told = advice.slice(0, 50).map(({ code, element }) => `${code} ${element}`)
  return { messageId, state, why, emergencyId, isRepeated, advice: told }
}
