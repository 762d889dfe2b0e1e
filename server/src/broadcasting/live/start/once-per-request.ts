import type { Id } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { findLiveRequest, insertLiveRequest } from '../../../storage/live/live-requests.ts'
import { type AskedOnce, askedBefore, requestMarkOf } from '../../asked-once.ts'
import type { Services } from '../../services.ts'

/** The session that this very request was carried out on before; undefined for a new one. Throws `requestIdReused`. */
export function knownByRequest(
  { database }: Pick<Services, 'database'>,
  order: AskedOnce,
  by: Principal,
): Id | undefined {
  const known = askedBefore(requestMarkOf(order, by), (asker, requestId) =>
    findLiveRequest(database, asker, requestId),
  )
  return known?.sessionId
}

/** Belongs into the transaction of the act. Throws `alreadyExists` where the same was asked meanwhile. */
export function noteRequest(
  { database, clock }: Pick<Services, 'clock' | 'database'>,
  { order, sessionId }: { order: AskedOnce; sessionId: Id },
  by: Principal,
): void {
  insertLiveRequest(database, { ...requestMarkOf(order, by), sessionId, at: clock.now() })
}
