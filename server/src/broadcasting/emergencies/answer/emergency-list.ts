import type { EmergencyLine, EmergencyQuery, Page } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { visibleAreas } from '../../../access/visible-areas.ts'
import { listEmergencies, type StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import type { Services } from '../../services.ts'
import { visiblePage } from '../../visible-page.ts'
import { emergencyLines } from './emergency-line.ts'

/**
 * Those that concern the asker's areas, the newest first; `open` (the default is `all`): what waits or sounds, and what
 * has clusters that were not reached and that nobody has looked at. Throws `badRequest` for an `after` that no page said.
 */
export function listEmergenciesFor(
  services: Services,
  { state = 'all', after }: EmergencyQuery,
  { grants }: Principal,
): Page<EmergencyLine> {
  const { database } = services
  services.emergencies.flush()
  const isOpen = state === 'open'
  const { shown, next } = visiblePage<StoredEmergency>(
    {
      visible: visibleAreas(database, grants),
      read: (place, countMax) => listEmergencies(database, { isOpen, after: place, countMax }),
      placeOf: ({ requestedAt, emergencyId }) => ({ at: requestedAt, id: emergencyId }),
    },
    after,
  )
  return { items: emergencyLines(database, shown), next }
}
