import { DAY_MS, HOUR_MS, type Plan } from '@tieng-lang/protocol'
import { listOccurrences, listSlots, type Occurrence } from '@tieng-lang/scheduler'
import { partsOf } from './new-runs.ts'

/** No sound begins this long after the start of its slot: a lateness of 12 h at most behind a slot of a day. */
const SLOT_BEHIND_MS = 2 * DAY_MS
/** `latenessMsMax` of a programme is 12 h at most. */
export const LATENESS_MS_MAX = 12 * HOUR_MS

/**
 * Whether a plan lets this sound begin at about `at`: its programme, a slot that has begun, its item, not stopped. When
 * this version was laid is not asked: what is under way goes on under a newer one.
 */
export function allowsSound(
  { programmes, stopped }: Plan,
  soundId: string,
  { at, timeZone, toleranceMs }: { at: number; timeZone: string; toleranceMs: number },
): boolean {
  const { broadcastId, programmeId, label, itemId, repeat } = partsOf(soundId)
  const programme = programmes.find((each) => each.programmeId === programmeId)
  const item = programme?.playlist.find((each) => each.itemId === itemId)
  if (!programme || !item || repeat > item.repeats) return false
  if (stopped.some((stop) => stop.broadcastId === broadcastId)) return false
  const { plannedAt: _, ...always } = programme
  const window = { timeZone, from: at - SLOT_BEHIND_MS, until: at + toleranceMs }
  return listSlots(always, window).some((slot) => slot.label === label)
}

/** Everything that a plan has due in a window, what it has stopped included: that too ends in a record. */
export function plannedIn(
  plan: Plan,
  window: { timeZone: string; from: number; until: number },
): Occurrence[] {
  return window.until <= window.from ? [] : listOccurrences({ ...plan, stopped: [] }, window)
}
