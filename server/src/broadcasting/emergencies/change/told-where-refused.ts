import { CodedError, type Id } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { findEmergency } from '../../../storage/emergencies/emergencies.ts'
import { countMoments, insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import type { Services } from '../../services.ts'

/** Whoever asks in a loop does not fill the timeline. */
const REFUSALS_MAX = 100

export interface AskedOf {
  emergencyId: Id
  asked: 'confirm' | 'update' | 'end'
}

/** Carries out what somebody asks of an emergency; where it is refused to them its timeline says so, and why. */
export async function toldWhereRefused<T>(
  services: Services,
  of: AskedOf,
  { by, act }: { by: Principal; act: () => Promise<T> },
): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof CodedError) tell(services, of, { by, code: cause.code })
    throw cause
  }
}

function tell(
  { clock, database, emergencies }: Services,
  { emergencyId, asked }: AskedOf,
  { by, code }: { by: Principal; code: string },
): void {
  try {
    const wasTold = database.urgentTransaction(() => {
      if (!findEmergency(database, emergencyId)) return false
      if (countMoments(database, emergencyId, 'refusedToPerson') >= REFUSALS_MAX) return false
      const detail = { asked, reason: code }
      insertMoment(database, { emergencyId, at: clock.now(), kind: 'refusedToPerson', by: by.name, detail })
      return true
    })
    if (wasTold) emergencies.changed(emergencyId)
  } catch (cause) {
    // They are told why it was refused, not that it could not be noted.
    if (!(cause instanceof CodedError)) throw cause
  }
}
