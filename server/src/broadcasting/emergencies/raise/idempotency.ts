import { createHash } from 'node:crypto'
import { CodedError, type Id } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { findRequest, insertRequest } from '../../../storage/emergencies/emergency-requests.ts'
import type { Services } from '../../services.ts'

/** Anything that is asked for with an id of the asker's own. */
export interface AskedOnce {
  requestId: Id
}

/**
 * The emergency that this very request has been carried out on before, by a double click or a lost answer; undefined for
 * a new one. Throws `requestIdReused` where the id came with another order.
 */
export function knownByRequest(
  { database }: Pick<Services, 'database'>,
  order: AskedOnce,
  by: Principal,
): Id | undefined {
  const known = findRequest(database, askerOf(by), order.requestId)
  if (known && known.orderSha256 !== hashOf(order))
    throw new CodedError('requestIdReused', `${order.requestId} was used for another order`)
  return known?.emergencyId
}

/** Belongs into the transaction of the act. Throws `alreadyExists` where the same was asked meanwhile. */
export function noteRequest(
  { database, clock }: Pick<Services, 'clock' | 'database'>,
  { order, emergencyId }: { order: AskedOnce; emergencyId: Id },
  by: Principal,
): void {
  const asked = { asker: askerOf(by), requestId: order.requestId, emergencyId }
  insertRequest(database, { ...asked, orderSha256: hashOf(order), at: clock.now() })
}

/** Who asks, as requests are told apart by. */
export function askerOf({ operatorId, name }: Principal): string {
  return operatorId ?? `local:${name}`
}

/** A PIN is no part of what is asked for, and no trace of it is kept. */
export function hashOf(order: object): string {
  const text = JSON.stringify(order, (key, value) => (key === 'pin' ? undefined : value))
  return createHash('sha256').update(text).digest('hex')
}
