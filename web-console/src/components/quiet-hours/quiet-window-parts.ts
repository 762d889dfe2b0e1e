import type { QuietHours, QuietWindow } from '@tieng-lang/protocol/browser'
import { dayMonthText } from '../dates/day-month.ts'

/** The parts of a quiet window's sentence: days none = every day; season as day/month. */
export function quietWindowParts({ from, until, weekdays, season }: QuietWindow) {
  return {
    isAllDay: from === until,
    hours: `${from}–${until}`,
    days: [...(weekdays ?? [])].sort((a, b) => fromMonday(a) - fromMonday(b)),
    season: season && { from: dayMonthText(season.from), until: dayMonthText(season.until) },
  }
}

/** Whether they forbid and limit nothing at all. */
export function isQuietEmpty({ windows, sessionMinutesMax, sessionsPerDayMax }: QuietHours): boolean {
  return windows.length === 0 && sessionMinutesMax === undefined && sessionsPerDayMax === undefined
}

/** The week begins on Monday. */
function fromMonday(weekday: number): number {
  return (weekday + 6) % 7
}
