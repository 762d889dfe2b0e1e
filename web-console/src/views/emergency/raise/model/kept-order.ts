import { parse } from '../../../../api/problem-error.ts'
import type { Order } from './raise-form.ts'

const KEPT_UNDER = 'tieng-lang.emergency-order'
/** Later than this nobody wants it any more as it was. */
const KEPT_MS = 10 * 60_000

interface Kept {
  order: Order
  keptAt: number
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * The order that is on its way, kept without its PIN until the server has answered: a page that is loaded again sends
 * the same request id, and nothing sounds twice.
 */
export function keepOrder(storage: Storage, order: Order, nowAt: number): void {
  const { typedAreaName, ...rest } = order
  attempt(() => storage.setItem(KEPT_UNDER, JSON.stringify({ order: rest, keptAt: nowAt } satisfies Kept)))
}

export function keptOrder(storage: Storage, nowAt: number): Order | null {
  const kept = parse(attempt(() => storage.getItem(KEPT_UNDER)) ?? '')
  if (!isKept(kept)) return null
  return nowAt - kept.keptAt > KEPT_MS ? null : kept.order
}

export function forgetOrder(storage: Storage): void {
  attempt(() => storage.removeItem(KEPT_UNDER))
}

/** Written by this program alone, so that its two outer names tell enough. */
function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'order' in value && 'keptAt' in value
}

/** A browser that forbids storage only forgets. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
