import type { CapSeverity, EmergencyEvent, RepeatPlan } from '@tieng-lang/protocol/browser'
import { USUAL_SEVERITY } from '../../../components/emergency/event-looks.ts'

const MINUTE_S = 60
const HOUR_MS = 3_600_000
export const TEXT_LENGTH_MAX = 1_000

/** What is said and how often, as a person fills it in. */
export interface WarningForm {
  event: EmergencyEvent | null
  /** Null = as grave as such an event usually is. */
  severity: CapSeverity | null
  text: string
  language: string
  soonTimes: number
  soonEveryMin: number
  /** Null = no more after that. */
  thenEveryMin: number | null
  lastsHours: number
}

/** Now, twice 5 min apart, then every 30 min, for 3 hours: good for most storms without a thought. */
export const USUAL_WARNING: WarningForm = {
  event: null,
  severity: null,
  text: '',
  language: 'vi',
  soonTimes: 2,
  soonEveryMin: 5,
  thenEveryMin: 30,
  lastsHours: 3,
}

/** The same for the server; the event must have been chosen. */
export function warningOf(form: WarningForm, event: EmergencyEvent, nowAt: number) {
  return {
    event,
    severity: form.severity ?? USUAL_SEVERITY[event],
    text: form.text.trim(),
    language: form.language,
    repeatPlan: repeatPlanOf(form),
    expiresAt: nowAt + Math.round(form.lastsHours * HOUR_MS),
  }
}

export function repeatPlanOf({ soonTimes, soonEveryMin, thenEveryMin }: WarningForm): RepeatPlan {
  return {
    soonTimes,
    soonEveryS: soonEveryMin * MINUTE_S,
    thenEveryS: thenEveryMin === null ? null : thenEveryMin * MINUTE_S,
  }
}
