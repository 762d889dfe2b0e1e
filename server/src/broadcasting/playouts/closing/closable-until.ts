import type { Health } from '@tieng-lang/protocol'

/** What is known of a cluster when it is asked how far its log can be closed. */
export interface ClosingFacts {
  now: number
  /** The last health that its present device sent, and when we had it. */
  health: (Pick<Health, 'outbox'> & { receivedAt: number }) | undefined
  /** Up to which number we hold the records of its present device. */
  storedThrough: number
  /** The longest that any sound of its plans may be late. */
  latenessMsMax: number
  /** How long a record is waited for after everything says that none will come. */
  waitMs: number
  /** And where nothing was heard of it: devices account for 14 days at most. */
  waitAbsentMs: number
}

/**
 * Before this instant of `dueAt` no record will come any more: the device has accounted for all of it and we hold
 * everything that it has written, or nothing has been heard for so long that it will not account for it.
 */
export function closableUntil(facts: ClosingFacts): number {
  const { now, latenessMsMax, waitAbsentMs } = facts
  return Math.max(accountedUntil(facts), now - waitAbsentMs) - latenessMsMax
}

function accountedUntil({ now, health, storedThrough, waitMs }: ClosingFacts): number {
  const never = Number.NEGATIVE_INFINITY
  if (!health) return never
  const { last, waiting = 0, accountedUntil: accounted = null } = health.outbox
  if (accounted === null || waiting > 0 || last > storedThrough) return never
  return Math.min(accounted, health.receivedAt, now - waitMs)
}
