import { type EmergencyEvent, HOUR_MS, type Id, MINUTE_MS, type RepeatPlan } from '@tieng-lang/protocol'
import type { EmergencyOrder } from '../../broadcasting/emergencies/raise/emergency-order.ts'
import type { CapPlace, StoredCapMessage } from '../../storage/cap/cap-messages.ts'
import type { CapInfo } from '../cap-alert.ts'
import { emergencyInfos, gravest, spokenLanguage, spokenText } from './chosen-infos.ts'

/** CAP 1.2 §3.2.2 expires (3): where a message does not say, each receiver has a policy of its own. */
const LASTS_MS_DEFAULT = 6 * HOUR_MS
/** No warning sounds longer than a week; a sender says it anew. */
const LASTS_MS_MAX = 7 * 24 * HOUR_MS - MINUTE_MS
const REPEAT_S_MIN = 1_800
const REPEATS_MAX = 150

/** The emergency that a message becomes has one id, whoever lets it sound, so that it can sound only once. */
export function emergencyIdOf({ messageId }: Pick<StoredCapMessage, 'messageId'>): Id {
  return `kc-${messageId}`
}

/** Unix ms: the last of these blocks' own, else six hours after it came; a week at most. */
export function expiryOf(
  { receivedAt }: Pick<StoredCapMessage, 'receivedAt'>,
  infos: readonly CapInfo[],
): number {
  const told = infos.flatMap(({ expiresAt }) => expiresAt ?? [])
  const expiresAt = told.length === 0 ? receivedAt + LASTS_MS_DEFAULT : Math.max(...told)
  return Math.min(expiresAt, receivedAt + LASTS_MS_MAX)
}

export interface Sounding {
  infos: readonly CapInfo[]
  event: EmergencyEvent
  place: CapPlace
}

/** What is to be raised for a message; it follows from the message alone, so that asking again changes nothing. */
export function orderOf(
  message: StoredCapMessage,
  { infos, event, place }: Sounding,
): EmergencyOrder & { status: 'Actual' | 'Exercise' } {
  const { alert, messageId } = message
  const grave = gravest(infos)
  const expiresAt = expiryOf(message, infos)
  return {
    requestId: messageId,
    emergencyId: emergencyIdOf(message),
    origin: 'cap',
    // Only these two come so far; whatever else there may be is no Actual.
    status: alert.status === 'Actual' ? 'Actual' : 'Exercise',
    event,
    severity: grave?.severity ?? 'Unknown',
    text: spokenText(infos),
    language: spokenLanguage(infos),
    repeatPlan: repeatPlanFor(expiresAt - message.receivedAt),
    expiresAt,
    place: { areas: place.areaIds, zones: [], clusters: place.clusterIds, polygons: [] },
    commander: (grave?.senderName?.trim() || alert.sender).slice(0, 100),
    reason: reasonOf(message),
    infos: emergencyInfos(alert),
    cap: {
      category: grave?.categories[0] ?? 'Other',
      urgency: grave?.urgency ?? 'Unknown',
      certainty: grave?.certainty ?? 'Unknown',
    },
  }
}

/** For records: which message it was. */
export function reasonOf({ alert }: Pick<StoredCapMessage, 'alert'>): string {
  const { msgType, identifier, sender, note } = alert
  return `CAP ${msgType} ${identifier}, ${sender}${note ? `: ${note}` : ''}`.slice(0, 500)
}

/** Twice more within ten minutes, then every half an hour, or rarer where it lasts for days. */
function repeatPlanFor(lastsMs: number): RepeatPlan {
  const thenEveryS = Math.max(REPEAT_S_MIN, Math.ceil(lastsMs / 1_000 / REPEATS_MAX))
  return { soonTimes: 2, soonEveryS: 300, thenEveryS }
}
