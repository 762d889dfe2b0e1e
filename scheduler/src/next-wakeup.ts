import { nextRepeatAt } from './arbitration/inputs/emergencies.ts'
import type { Output } from './arbitration/output.ts'
import { ENDING_WAIT_MS, OVERDUE_MS, tooLateFrom } from './arbitration/rules/retire.ts'
import { TIME_ANSWER_MS } from './arbitration/rules/time-asked.ts'

/** Nobody sleeps longer, whatever the plan says: a stepped clock or a lost timer costs no more than this. */
export const SLEEP_MS_MAX = 30_000

/**
 * The next instant at which a `tick` could change anything: a sound to arm, to write off, an end without the player's
 * word, a repeat. Always after `now`, at most `SLEEP_MS_MAX` ahead. It knows only what the output holds: whoever feeds
 * the plan wakes up for that himself.
 */
export function nextWakeAt(output: Output, now: number): number {
  let nextAt = now + SLEEP_MS_MAX
  const consider = (at: number | null) => {
    if (at !== null && at > now && at < nextAt) nextAt = at
  }
  const { current, rules } = output
  if (current?.endAt) {
    consider(current.endAt - rules.leadMs)
    consider(current.endAt)
    consider(current.endAt + OVERDUE_MS)
  }
  for (const held of output.waiting) {
    if (held.sound.dueAt - rules.leadMs >= nextAt) break
    consider(held.sound.dueAt - rules.leadMs)
    consider(tooLateFrom(held) + 1)
  }
  for (const held of output.interrupted) {
    consider(tooLateFrom(held) + 1)
    if (held.leavingSince !== undefined) consider(held.leavingSince + ENDING_WAIT_MS)
  }
  for (const { sound } of output.urgent) consider(sound.emergency?.expiresAt ?? null)
  if (output.timeAskedAt !== null) consider(output.timeAskedAt + TIME_ANSWER_MS)
  for (const { toldAt } of output.ending) consider(toldAt + ENDING_WAIT_MS)
  if (output.emergencies.length > 0) consider(nextRepeatAt(output.emergencies, now))
  return nextAt
}
