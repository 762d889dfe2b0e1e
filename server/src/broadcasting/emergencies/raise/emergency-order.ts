import {
  type CapBlock,
  CodedError,
  DAY_MS,
  type EmergencyInfo,
  type EmergencyLine,
  type Id,
  MINUTE_MS,
  type NewEmergency,
  SECOND_MS,
} from '@tieng-lang/protocol'

/** What is to be raised, whoever or whatever asks for it; rights, PIN and scope have been looked at before. */
export interface EmergencyOrder
  extends Pick<
    NewEmergency,
    | 'requestId'
    | 'event'
    | 'severity'
    | 'text'
    | 'language'
    | 'repeatPlan'
    | 'expiresAt'
    | 'place'
    | 'commander'
    | 'reason'
  > {
  status: NewEmergency['status'] | 'Test'
  origin?: EmergencyLine['origin']
  /** The id that it has already where it comes from. */
  emergencyId?: Id
  /** Since when, and how, the cluster whose button was pressed sounds it already. */
  began?: { sentAt: number; repeatsAfterS: number[] }
  /** What a CAP message said; else it is made of the event and the text. */
  infos?: EmergencyInfo[]
  cap?: Pick<CapBlock, 'category' | 'urgency' | 'certainty'>
  /** True: nothing sounds before a (second) person has confirmed it. */
  isToBeConfirmed?: boolean
  /** Why nobody else was waited for. */
  brokeGlassBecause?: string
}

const LASTS_MS_MIN = 30 * SECOND_MS
const LASTS_MS_MAX = 7 * DAY_MS
/** A second person confirms within this time, or it lapses. */
export const CONFIRM_MS_MAX = 5 * MINUTE_MS

/** Throws `badRequest` where it would be over before it began, or last beyond a week. */
export function checkExpiry(expiresAt: number, now: number): void {
  const lastsMs = expiresAt - now
  if (lastsMs < LASTS_MS_MIN || lastsMs > LASTS_MS_MAX)
    throw new CodedError('badRequest', 'it must expire between half a minute and seven days from now')
}
