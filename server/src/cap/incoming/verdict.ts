import { type CapSender, type EmergencyEnd, type Id, MINUTE_MS } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'
import { type CapPlace, findCapMessageNamed, type StoredCapMessage } from '../../storage/cap/cap-messages.ts'
import type { Database } from '../../storage/database.ts'
import { findEmergency } from '../../storage/emergencies/emergencies.ts'
import type { CapAlert } from '../cap-alert.ts'
import { placeOfInfos } from './cap-place.ts'
import { chosenInfos } from './chosen-infos.ts'
import { expiryOf, type Sounding } from './emergency-of-message.ts'
import { mayCancel, permitOf } from './judge-infos.ts'

/** Clocks of others may differ by so much. */
const AHEAD_MS_MAX = 5 * MINUTE_MS

/** What is to be done about a message. */
export type Verdict =
  /** Nothing, for this reason. */
  | { kind: 'note'; why: string }
  /** A person decides; the policy does not, for this reason. */
  | { kind: 'wait'; why: string }
  | { kind: 'raise'; sounding: Sounding }
  | { kind: 'update'; emergencyId: Id; sounding: Sounding }
  | { kind: 'end'; emergencyIds: Id[]; how: EmergencyEnd['how'] }

/** What a message is about, before anybody is asked: an end, a change, something new, or nothing for a loudspeaker. */
export type Purpose =
  | { kind: 'nothing'; why: string }
  | { kind: 'end'; emergencyIds: Id[]; how: EmergencyEnd['how'] }
  | { kind: 'update'; emergencyId: Id }
  | { kind: 'raise'; why: string | null }

/** CAP 1.2 §3.2.1: what of a message is for the ears of the public, and which of our emergencies it speaks of. */
export function purposeOf(
  { database, clock }: Pick<Services, 'clock' | 'database'>,
  message: StoredCapMessage,
): Purpose {
  const { alert, place } = message
  const why = notForEars(alert)
  if (why !== undefined) return { kind: 'nothing', why }
  const earlier = referencedBy(database, message)
  // An Exercise never becomes Actual, nor the other way round.
  if (earlier.some(({ alert: { status } }) => status !== alert.status))
    return { kind: 'nothing', why: 'statusChanged' }
  const emergencyIds = liveEmergencies(database, earlier)
  if (isEnd(alert)) {
    const how = isAllClear(alert) ? 'allClear' : 'cancel'
    return emergencyIds.length === 0
      ? { kind: 'nothing', why: 'nothingToEnd' }
      : { kind: 'end', emergencyIds, how }
  }
  if (alert.infos.length === 0) return { kind: 'nothing', why: 'noInfo' }
  if (expiryOf(message, chosenInfos(alert)) <= clock.now()) return { kind: 'nothing', why: 'expired' }
  if (place.areaIds.length + place.clusterIds.length === 0) return { kind: 'nothing', why: 'elsewhere' }
  const [emergencyId, ...others] = emergencyIds
  if (emergencyId !== undefined && others.length === 0) return { kind: 'update', emergencyId }
  if (emergencyId !== undefined) return { kind: 'raise', why: 'severalReferences' }
  return {
    kind: 'raise',
    why: alert.msgType === 'Update' && earlier.length === 0 ? 'referencesUnknown' : null,
  }
}

/** What the sender’s policy says; it decides only over what is clear by itself. */
export function verdictOn(services: Services, message: StoredCapMessage, sender: CapSender): Verdict {
  const purpose = purposeOf(services, message)
  const { alert } = message
  if (purpose.kind === 'nothing') return { kind: 'note', why: purpose.why }
  if (purpose.kind === 'end') return mayCancel(sender, alert) ? purpose : { kind: 'wait', why: 'noPolicy' }
  const permit = permitOf(sender, alert, chosenInfos(alert))
  const doubt = (purpose.kind === 'raise' ? purpose.why : null) ?? doubtAbout(services, message)
  if (doubt !== null) return { kind: 'wait', why: doubt }
  if (!permit) return { kind: 'wait', why: 'noPolicy' }
  const place: CapPlace = placeOfInfos(services, permit.infos, sender.areaIds)
  if (place.isGuessed || place.areaIds.length + place.clusterIds.length === 0)
    return { kind: 'wait', why: 'placeUnknown' }
  if (expiryOf(message, permit.infos) <= services.clock.now()) return { kind: 'note', why: 'expired' }
  const sounding = { infos: permit.infos, event: permit.soundsAs, place }
  return purpose.kind === 'update'
    ? { kind: 'update', emergencyId: purpose.emergencyId, sounding }
    : { kind: 'raise', sounding }
}

/** The messages that this one names, as far as the same system has sent them. */
export function referencedBy(
  database: Database,
  { capSenderId, alert }: StoredCapMessage,
): StoredCapMessage[] {
  return alert.references.flatMap((reference) => findCapMessageNamed(database, capSenderId, reference) ?? [])
}

/** Whether what it names is over with it. */
export function isEnd(alert: CapAlert): boolean {
  return alert.msgType === 'Cancel' || (alert.msgType === 'Update' && isAllClear(alert))
}

function isAllClear({ infos }: CapAlert): boolean {
  return infos.length > 0 && infos.every(({ responseTypes }) => responseTypes.includes('AllClear'))
}

function notForEars({ status, msgType, scope }: CapAlert): string | undefined {
  if (status !== 'Actual' && status !== 'Exercise') return `status${status}`
  if (msgType === 'Ack' || msgType === 'Error') return `msgType${msgType}`
  return scope === 'Public' ? undefined : `scope${scope}`
}

/** Of the named messages, and of those that they became. */
function liveEmergencies(database: Database, earlier: readonly StoredCapMessage[]): Id[] {
  const ids = new Set(earlier.flatMap(({ emergencyId }) => emergencyId ?? []))
  return [...ids].filter((emergencyId) => {
    const state = findEmergency(database, emergencyId)?.state
    return state === 'active' || state === 'awaiting'
  })
}

function doubtAbout({ clock }: Services, { alert, place }: StoredCapMessage): string | null {
  const now = clock.now()
  if (alert.sentAt > now + AHEAD_MS_MAX) return 'sentInFuture'
  if (chosenInfos(alert).some(({ effectiveAt }) => (effectiveAt ?? 0) > now + AHEAD_MS_MAX))
    return 'notYetEffective'
  return place.isGuessed ? 'placeUnknown' : null
}
