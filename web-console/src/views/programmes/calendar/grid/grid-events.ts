import type { CalendarEntry } from '@tieng-lang/protocol/browser'
import { wallTextOf } from '../../../../components/dates/local-dates.ts'
import { entryKey, lookOf } from '../entry-look.tsx'

/** An entry as the grid takes it, in wall time. `isFixed`: it can be opened, but not dragged. */
export function gridEvent(
  entry: CalendarEntry,
  { timeZone, isFixed }: { timeZone: string; isFixed: boolean },
) {
  return {
    id: entryKey(entry),
    title: entry.name,
    start: wallTextOf(entry.startAt, timeZone),
    end: wallTextOf(entry.endAt, timeZone),
    editable: !isFixed,
    classNames: ['tl-slot', `tl-slot-${lookOf(entry)}`],
    extendedProps: { entry },
  }
}

/** 04:00 to 22:00, and more where something is planned in the night. */
export function hoursShown(
  entries: readonly CalendarEntry[],
  timeZone: string,
): { slotMinTime: string; slotMaxTime: string } {
  let [first, last] = [4, 22]
  for (const { startAt, endAt } of entries) {
    const [start, end] = [wallTextOf(startAt, timeZone), wallTextOf(endAt, timeZone)]
    first = Math.min(first, Number(start.slice(11, 13)))
    if (end.slice(0, 10) > start.slice(0, 10)) [first, last] = [0, 24]
    else last = Math.max(last, Number(end.slice(11, 13)) + 1)
  }
  return { slotMinTime: `${first}:00:00`, slotMaxTime: `${last}:00:00` }
}
