import { DAY_MS, type Health, MINUTE_MS, type QuietHours } from '@tieng-lang/protocol'
import { isQuietAt, listOccurrences } from '@tieng-lang/scheduler'
import type { HeldPlan } from './planned-sounds.ts'

/** What lies further ahead is not worth the looking, every time that something changes. */
const LOOKED_AHEAD_DAYS = 7
/** Where nothing lies ahead, it is looked again after so long. */
const LOOK_AGAIN_MS = 30 * MINUTE_MS

interface Looked {
  held: HeldPlan
  quietHours: QuietHours
  found: Health['next']
  holdsUntil: number
}

/** The next sound of the plan, for people who ask what comes; found anew only when it may be another. */
export class NextPlanned {
  #looked: Looked | undefined

  /** Null where nothing sounds in the next seven days. */
  of(held: HeldPlan, quietHours: QuietHours, now: number): Health['next'] {
    const looked = this.#looked
    const isStillSo = looked?.held === held && looked.quietHours === quietHours && now < looked.holdsUntil
    if (isStillSo) return looked.found
    const found = nextPlanned(held, quietHours, now)
    this.#looked = { held, quietHours, found, holdsUntil: found?.dueAt ?? now + LOOK_AGAIN_MS }
    return found
  }
}

/** What falls into quiet hours is passed over: it will be recorded, not heard. */
function nextPlanned({ plan, timeZone }: HeldPlan, quietHours: QuietHours, now: number): Health['next'] {
  for (let day = 0; day < LOOKED_AHEAD_DAYS; day += 1) {
    const from = now + day * DAY_MS
    const next = listOccurrences(plan, { timeZone, from, until: from + DAY_MS }).find(
      ({ dueAt }) => !isQuietAt(quietHours, dueAt, timeZone),
    )
    if (next) return { occurrenceId: next.occurrenceId, dueAt: next.dueAt }
  }
  return null
}
