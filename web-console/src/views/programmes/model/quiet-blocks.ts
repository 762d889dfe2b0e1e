import type { LocalDate, QuietHours, QuietWindow } from '@tieng-lang/protocol/browser'
import { addDays, weekdayOf } from '../../../components/dates/local-dates.ts'

/** A quiet stretch as the wall shows it, `2026-02-17T22:00`; the end is not included. */
export interface QuietBlock {
  start: string
  end: string
}

/** The quiet stretches that touch these days, for shading. What is really quiet the cluster decides (R8). */
export function quietBlocks(quietHours: QuietHours | undefined, days: readonly LocalDate[]): QuietBlock[] {
  const first = days[0]
  if (!quietHours || first === undefined) return []
  // A window of the evening before runs into the first morning.
  return [addDays(first, -1), ...days].flatMap((day) =>
    quietHours.windows.filter((window) => beginsOn(window, day)).map((window) => blockOf(window, day)),
  )
}

function blockOf({ from, until }: QuietWindow, day: LocalDate): QuietBlock {
  return { start: `${day}T${from}`, end: `${until > from ? day : addDays(day, 1)}T${until}` }
}

function beginsOn({ weekdays, season }: QuietWindow, day: LocalDate): boolean {
  if (weekdays && !weekdays.includes(weekdayOf(day))) return false
  if (!season) return true
  const monthDay = day.slice(5)
  return season.from <= season.until
    ? season.from <= monthDay && monthDay <= season.until
    : season.from <= monthDay || monthDay <= season.until
}
