import type { NewEmergency } from '@tieng-lang/protocol'
import { checkPin } from '../../../access/pin/check-pin.ts'
import type { Principal } from '../../../access/principal.ts'
import type { StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import type { Services } from '../../services.ts'
import { emergencyAt } from '../answer/emergency-answer.ts'
import { soundsOf } from '../emergency-sounds.ts'
import { checkTypedName, isWide, placeToRaiseOn } from '../place/scope.ts'
import type { EmergencyOrder } from './emergency-order.ts'
import { knownByRequest } from './once-per-request.ts'
import { raiseEmergency } from './raise-emergency.ts'

/**
 * What a person asks for on a page or at the machine. Of an account the PIN is asked for; beyond its own commune also the
 * area's name, and a second person unless it breaks the glass. Whoever administers the machine acts alone, and it is
 * recorded so. Throws as `raiseEmergency` does, and `noPin`, `wrongPin`, `pinLocked`, `wrongAreaName`.
 */
export async function raiseByPerson(
  services: Services,
  asked: NewEmergency,
  by: Principal,
): Promise<StoredEmergency> {
  const { pin, typedAreaName, breakGlass, ...order } = asked
  const place = placeToRaiseOn(services, order.place, by)
  const isAccount = by.operatorId !== null
  const isBeyond = isAccount && isWide(services.database, place, by)
  const wanted: EmergencyOrder = {
    ...order,
    isToBeConfirmed: isBeyond && breakGlass === undefined,
    ...(isBeyond && breakGlass && { brokeGlassBecause: breakGlass.reason }),
  }
  const known = knownByRequest(services, wanted, by)
  if (known !== undefined) return emergencyAt(services.database, known)
  if (isBeyond) checkTypedName(services.database, place, typedAreaName)
  soundsOf(services, order, place.holdingPath.at(-1) ?? null)
  await checkOwnPin(services, pin, by)
  return raiseEmergency(services, wanted, by)
}

/** The socket's file mode has said who may: there is no account, and so no PIN. */
export async function checkOwnPin(services: Services, pin: string, { operatorId }: Principal): Promise<void> {
  if (operatorId !== null) await checkPin(services, operatorId, pin)
}
