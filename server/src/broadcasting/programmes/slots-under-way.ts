import type { Programme } from '@tieng-lang/protocol'
import { listSlots, slotLengthMs } from '@tieng-lang/scheduler'

/** What `Programme.slotsUnderWay` takes. */
const SLOTS_MAX = 100

/**
 * The slots of a programme that have begun at `now` and are not over by its plan, in any of the zones: a newer version
 * of it must neither begin them again nor cut them short.
 */
export function slotsUnderWay(programme: Programme, timeZones: Iterable<string>, now: number): string[] {
  if (programme.recurrence.kind === 'once') return []
  const labels = new Set<string>()
  const longestMs = slotLengthMs(programme)
  for (const timeZone of timeZones) {
    for (const { at, label, date } of listSlots(programme, { timeZone, from: now - longestMs, until: now }))
      if (at + slotLengthMs(programme, date) > now) labels.add(label)
  }
  return [...labels].slice(-SLOTS_MAX)
}
