import type { EmergencyPlace, NewEmergency } from '@tieng-lang/protocol/browser'
import { USUAL_WARNING, type WarningForm, warningOf } from '../../warning/warning-form.ts'

/** Everything but the PIN, which is kept nowhere. */
export type Order = Omit<NewEmergency, 'pin'>

export interface RaiseForm {
  status: NewEmergency['status']
  place: EmergencyPlace
  commander: string
  /** Empty = the usual reason of the event. */
  reason: string
  warning: WarningForm
}

export const NOWHERE: EmergencyPlace = { areas: [], zones: [], clusters: [], polygons: [] }

export function newForm(place: EmergencyPlace, commander: string): RaiseForm {
  return { status: 'Actual', place, commander, reason: '', warning: USUAL_WARNING }
}

export function isNowhere({ areas, zones, clusters, polygons }: EmergencyPlace): boolean {
  return areas.length + zones.length + clusters.length + polygons.length === 0
}

interface OrderFacts {
  requestId: string
  nowAt: number
  /** In the language of the page, for the record. */
  usualReason: string
}

/** The order as it is sent, and sent again unchanged; null where event, place or commander is missing. */
export function orderOf(form: RaiseForm, { requestId, nowAt, usualReason }: OrderFacts): Order | null {
  const { status, place, warning } = form
  const commander = form.commander.trim()
  if (warning.event === null || isNowhere(place) || commander === '') return null
  return {
    requestId,
    status,
    ...warningOf(warning, warning.event, nowAt),
    place,
    commander,
    reason: form.reason.trim() || usualReason,
  }
}
