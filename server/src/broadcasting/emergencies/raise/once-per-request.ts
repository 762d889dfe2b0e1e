import type { Id } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { findRequest, insertRequest } from '../../../storage/emergencies/emergency-requests.ts'
import { type AskedOnce, askedBefore, requestMarkOf } from '../../asked-once.ts'
import type { Services } from '../../services.ts'

/** The emergency that this very request was carried out on before; undefined for a new one. Throws `requestIdReused`. */
export function knownByRequest(
  { database }: Pick<Services, 'database'>,
  order: AskedOnce,
  by: Principal,
): Id | undefined {
  const known = askedBefore(requestMarkOf(order, by), (asker, requestId) =>
    findRequest(database, asker, requestId),
  )
  return known?.emergencyId
}

/** Belongs into the transaction of the act. Throws `alreadyExists` where the same was asked meanwhile. */
export function noteRequest(
  { database, clock }: Pick<Services, 'clock' | 'database'>,
  { order, emergencyId }: { order: AskedOnce; emergencyId: Id },
  by: Principal,
): void {
  insertRequest(database, { ...requestMarkOf(order, by), emergencyId, at: clock.now() })
}
