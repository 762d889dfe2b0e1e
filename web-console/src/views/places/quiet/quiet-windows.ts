import type { QuietHours, QuietWindow, Weekday } from '@tieng-lang/protocol/browser'
import type { Origin } from '../model/handed-down.ts'

export const NIGHT: QuietWindow = { from: '21:00', until: '05:00' }

/** As weeks are read: from Monday. */
export const WEEK: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 0]

/** One's own hours begin as a copy of what held until then. */
export function firstQuietHours(origin: Origin<QuietHours>): QuietHours {
  return origin.kind === 'area' ? origin.value : { windows: [NIGHT] }
}

/** All seven days are said as "every day", which is no list at all; a window without any day is not made. */
export function withWeekdays(window: QuietWindow, days: readonly Weekday[]): QuietWindow {
  if (days.length === 0) return window
  const { weekdays: _, ...everyDay } = window
  return days.length === WEEK.length ? everyDay : { ...everyDay, weekdays: [...days].sort((a, b) => a - b) }
}

/** Where a window ends: on the same day, on the next, or it is the whole day. */
export function endOf({ from, until }: QuietWindow): 'sameDay' | 'nextDay' | 'allDay' {
  if (from === until) return 'allDay'
  return until < from ? 'nextDay' : 'sameDay'
}

/** In whatever order their weekdays stand; undefined is the same as undefined alone. */
export function areSameQuietHours(a: QuietHours | undefined, b: QuietHours | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && textOf(a) === textOf(b))
}

function textOf({ windows, sessionMinutesMax, sessionsPerDayMax }: QuietHours): string {
  const parts = windows.map(({ from, until, weekdays, season }) => [
    ...[from, until, [...(weekdays ?? [])].sort()],
    season && [season.from, season.until],
  ])
  return JSON.stringify([parts, sessionMinutesMax, sessionsPerDayMax])
}
