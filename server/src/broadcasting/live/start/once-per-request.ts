import { CodedError, type Id } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { findLiveRequest, insertLiveRequest } from '../../../storage/live/live-requests.ts'
import { type AskedOnce, askerOf, hashOf } from '../../emergencies/raise/idempotency.ts'
import type { Services } from '../../services.ts'

/** The session that this very request was carried out on before; undefined for a new one. Throws `requestIdReused`. */
export function knownByRequest(
  { database }: Pick<Services, 'database'>,
  order: AskedOnce,
  by: Principal,
): Id | undefined {
  const known = findLiveRequest(database, askerOf(by), order.requestId)
  if (known && known.orderSha256 !== hashOf(order))
    throw new CodedError('requestIdReused', `${order.requestId} was used for another order`)
  return known?.sessionId
}

/** Belongs into the transaction of the act. Throws `alreadyExists` where the same was asked meanwhile. */
export function noteRequest(
  { database, clock }: Pick<Services, 'clock' | 'database'>,
  { order, sessionId }: { order: AskedOnce; sessionId: Id },
  by: Principal,
): void {
  const asked = { asker: askerOf(by), requestId: order.requestId, sessionId }
  insertLiveRequest(database, { ...asked, orderSha256: hashOf(order), at: clock.now() })
}
