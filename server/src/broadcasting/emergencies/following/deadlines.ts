import { SECOND_MS } from '@tieng-lang/protocol'
import type { StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { KEPT_AFTER_EXPIRY_MS } from '../document/emergency-document.ts'
import { CONFIRM_MS_MAX } from '../raise/emergency-order.ts'

/**
 * Everyone is accounted for on the screen within 15 s: half a second is left for writing it down and telling. What comes
 * later still counts.
 */
const ACCOUNTED_AFTER_MS = 14.5 * SECOND_MS

/** What time itself does to an emergency. */
export type DueAct = 'lapse' | 'account' | 'expire' | 'clear'

/** The next that falls due, and when; undefined where nothing does any more. Pure. */
export function nextDue(emergency: StoredEmergency): { act: DueAct; dueAt: number } | undefined {
  const { state, requestedAt, sentAt, accountedAt, expiresAt, clearedAt } = emergency
  if (clearedAt !== null || state === 'lapsed') return undefined
  if (state === 'awaiting') return { act: 'lapse', dueAt: Math.min(requestedAt + CONFIRM_MS_MAX, expiresAt) }
  // A button's was sent before anybody here knew of it.
  const accounting = {
    act: 'account',
    dueAt: Math.max(sentAt ?? 0, requestedAt) + ACCOUNTED_AFTER_MS,
  } as const
  if (state !== 'active') return { act: 'clear', dueAt: expiresAt + KEPT_AFTER_EXPIRY_MS }
  const expiry = { act: 'expire', dueAt: expiresAt } as const
  return accountedAt === null && accounting.dueAt < expiry.dueAt ? accounting : expiry
}
