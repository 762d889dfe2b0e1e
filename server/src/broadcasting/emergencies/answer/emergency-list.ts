import { CodedError, type EmergencyLine, type EmergencyQuery, type Page } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { visibleAreas } from '../../../access/visible-areas.ts'
import {
  type EmergencyCursor,
  listEmergencies,
  type StoredEmergency,
} from '../../../storage/emergencies/emergencies.ts'
import { isVisible } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'
import { emergencyLines } from './emergency-line.ts'

const PAGE_LENGTH = 50
/** Whoever sees few of many gets a short page and where to go on. */
const LOOKED_AT_MAX = 1_000

/**
 * Those that concern the asker's areas, the newest first; `open` (the default is `all`): what waits or sounds, and what
 * has clusters that were not reached and that nobody has looked at. Throws `badRequest` for a cursor that is none.
 */
export function listEmergenciesFor(
  services: Services,
  { state = 'all', after }: EmergencyQuery,
  { grants }: Principal,
): Page<EmergencyLine> {
  const { database } = services
  services.emergencies.flush()
  const visible = visibleAreas(database, grants)
  const shown: StoredEmergency[] = []
  let cursor = after === undefined ? undefined : parseCursor(after)
  let isEnd = false
  for (
    let looked = 0;
    looked < LOOKED_AT_MAX && shown.length < PAGE_LENGTH && !isEnd;
    looked += PAGE_LENGTH
  ) {
    const question = { isOpen: state === 'open', after: cursor, countMax: PAGE_LENGTH }
    const some = listEmergencies(database, question)
    isEnd = some.length < PAGE_LENGTH
    for (const emergency of some) {
      if (shown.length >= PAGE_LENGTH) break
      cursor = emergency
      if (isVisible(emergency.areaIds, visible)) shown.push(emergency)
    }
    isEnd &&= cursor?.emergencyId === some.at(-1)?.emergencyId || some.length === 0
  }
  return { items: emergencyLines(database, shown), next: isEnd || !cursor ? null : cursorOf(cursor) }
}

function cursorOf({ requestedAt, emergencyId }: EmergencyCursor): string {
  return `${requestedAt},${emergencyId}`
}

function parseCursor(text: string): EmergencyCursor {
  const [requestedAt = '', emergencyId = ''] = text.split(',')
  if (emergencyId === '' || !Number.isFinite(Number(requestedAt)))
    throw new CodedError('badRequest', '"after" is what "next" of the page before said')
  return { requestedAt: Number(requestedAt), emergencyId }
}
