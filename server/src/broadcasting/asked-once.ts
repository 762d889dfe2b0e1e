import { createHash } from 'node:crypto'
import { CodedError, type Id } from '@tieng-lang/protocol'
import type { Principal } from '../access/principal.ts'

/** Anything that is asked for with an id of the asker's own: a double click or a lost answer does it once. */
export interface AskedOnce {
  requestId: Id
}

/** By what a request is known again: who asks, the id that they chose, and what was asked. */
export interface RequestMark extends AskedOnce {
  asker: string
  /** The same id with another order is a mistake. */
  orderSha256: string
}

export function requestMarkOf(order: AskedOnce, { operatorId, name }: Principal): RequestMark {
  const { requestId } = order
  return { asker: operatorId ?? `local:${name}`, requestId, orderSha256: hashOf(order) }
}

/**
 * What this very request came to before, by whatever finds it; undefined for a new one. Throws `requestIdReused` where the
 * id came with another order.
 */
export function askedBefore<T extends RequestMark>(
  mark: RequestMark,
  find: (asker: string, requestId: Id) => T | undefined,
): T | undefined {
  const known = find(mark.asker, mark.requestId)
  if (known && known.orderSha256 !== mark.orderSha256)
    throw new CodedError('requestIdReused', `${mark.requestId} was used for another order`)
  return known
}

/** A PIN is no part of what is asked for, and no trace of it is kept. */
function hashOf(order: AskedOnce): string {
  const text = JSON.stringify(order, (key, value) => (key === 'pin' ? undefined : value))
  return createHash('sha256').update(text).digest('hex')
}
