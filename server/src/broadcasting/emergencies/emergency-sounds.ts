import { type AreaId, type Emergency, type EmergencySounds, MINUTE_MS } from '@tieng-lang/protocol'
import type { StoredEmergency } from '../../storage/emergencies/emergencies.ts'
import { closingSounds, soundsFor } from '../emergency-kit/sounds-for.ts'
import type { Services } from '../services.ts'
import type { EmergencyOrder } from './raise/emergency-order.ts'

/** A cluster that was out of reach at the end says it only within this time. */
const CLOSING_MS_MAX = 10 * MINUTE_MS

/** What clusters say of it, from the message store of its area. Throws `kitNotReady`: an emergency is never silent. */
export function soundsOf(
  services: Pick<Services, 'database'>,
  { event, status, language }: Pick<EmergencyOrder, 'event' | 'status' | 'language'>,
  areaId: AreaId | null,
): EmergencySounds {
  return soundsFor(services, { areaId, event, status, language })
}

/** What is said once when it is over; null where it has not been made yet, for an end must not wait. */
export function closingOf(
  { clock, database }: Pick<Services, 'clock' | 'database'>,
  how: 'allClear' | 'correction',
  { soundsAreaId: areaId, language, status }: StoredEmergency,
): Emergency['closing'] {
  const parts = closingSounds({ database }, how, { areaId, language, status })
  return parts.length > 0 ? { parts, until: clock.now() + CLOSING_MS_MAX } : null
}
