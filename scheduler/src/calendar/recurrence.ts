import type { LocalDate, Programme, Recurrence, Validity } from '@tieng-lang/protocol/browser'
import { formatLocalDate, formatLocalTime, parseLocalDate, parseLocalTime } from './civil-text.ts'
import { type CivilDate, civilDateOf, instantOf, localDayOf, weekdayOf } from './civil-time.ts'
import { readCron } from './cron-days.ts'
import { isInSeason } from './season.ts'

/** One start of a time slot (khung giờ). */
export interface Slot {
  readonly at: number
  /** `2026-02-17T05:30` as written on the wall, seconds only where they are not zero; for kind `once` its own name. */
  readonly label: string
  /** The local date that it belongs to, `2026-02-17`. */
  readonly date: LocalDate
}

/** A stretch of time in a zone: `from` counts, `until` no longer. */
export interface TimeWindow {
  /** IANA name, e.g. `Asia/Ho_Chi_Minh`. */
  readonly timeZone: string
  readonly from: number
  readonly until: number
}

/** No window is followed over more days than this (some 20 years); what lies behind is not listed. */
const DAYS_MAX = 7_400

/** Days and times of a recurrence, read once for many days. */
interface DayRule {
  matchesDay(day: number, date: CivilDate): boolean
  readonly times: readonly { readonly timeOfDayMs: number; readonly text: string }[]
}

type CalendarRecurrence = Exclude<Recurrence, { kind: 'once' }>

/**
 * The starts of a programme's slot within a window, in order. Days are local days of the zone; in a gap of the local
 * clock a start moves forward by the gap, in an overlap it is the first of the two. An unreadable cron expression has no
 * starts.
 */
export function listSlots(programme: Programme, window: TimeWindow): Slot[] {
  const { recurrence, validity } = programme
  const isValid = validityRule(validity)
  if (recurrence.kind === 'once') {
    const { at } = recurrence
    const day = localDayOf(at, window.timeZone)
    return at >= window.from && at < window.until && isValid(day, civilDateOf(day))
      ? [{ at, label: programme.onceLabel ?? 'once', date: formatLocalDate(day) }]
      : []
  }
  const rule = dayRule(recurrence)
  return rule ? sincePlanned(programme, window, (since) => slotsOf(rule, isValid, since)) : []
}

/** Only what began since this version was laid, and what was under way then in the version before. */
function sincePlanned(
  { plannedAt, slotsUnderWay = [] }: Programme,
  window: TimeWindow,
  list: (window: TimeWindow) => Slot[],
): Slot[] {
  if (plannedAt === undefined || plannedAt <= window.from) return list(window)
  if (slotsUnderWay.length === 0) return list({ ...window, from: plannedAt })
  return list(window).filter(({ at, label }) => at >= plannedAt || slotsUnderWay.includes(label))
}

function slotsOf(rule: DayRule, isValid: ReturnType<typeof validityRule>, window: TimeWindow): Slot[] {
  const { timeZone, from, until } = window
  const slots: Slot[] = []
  if (until <= from) return slots
  // A start in a gap can slip into the next local day, so the day before counts too.
  const firstDay = localDayOf(from, timeZone) - 1
  const lastDay = Math.min(localDayOf(until, timeZone), firstDay + DAYS_MAX)
  for (let day = firstDay; day <= lastDay; day++) {
    const date = civilDateOf(day)
    if (!rule.matchesDay(day, date) || !isValid(day, date)) continue
    const dateText = formatLocalDate(day)
    for (const { timeOfDayMs, text } of rule.times) {
      const at = instantOf(day, timeOfDayMs, timeZone)
      if (at >= from && at < until) slots.push({ at, label: `${dateText}T${text}`, date: dateText })
    }
  }
  // Only around a gap can a moved start stand behind a later one.
  return slots.sort((a, b) => a.at - b.at)
}

function dayRule(recurrence: CalendarRecurrence): DayRule | null {
  switch (recurrence.kind) {
    case 'daily':
      return { matchesDay: () => true, times: timesOf(recurrence.startTimes.map(parseLocalTime)) }
    case 'weekly': {
      const weekdays = new Set(recurrence.weekdays)
      return {
        matchesDay: (day) => weekdays.has(weekdayOf(day)),
        times: timesOf(recurrence.startTimes.map(parseLocalTime)),
      }
    }
    case 'dates': {
      const days = new Set(recurrence.dates.map(parseLocalDate))
      return { matchesDay: (day) => days.has(day), times: timesOf(recurrence.startTimes.map(parseLocalTime)) }
    }
    case 'cron': {
      const schedule = readCron(recurrence.expression)
      return schedule && { matchesDay: schedule.matchesDay, times: timesOf(schedule.timesOfDayMs) }
    }
  }
}

function timesOf(timesOfDayMs: readonly number[]): DayRule['times'] {
  return [...new Set(timesOfDayMs)]
    .sort((a, b) => a - b)
    .map((timeOfDayMs) => ({ timeOfDayMs, text: formatLocalTime(timeOfDayMs) }))
}

function validityRule(validity: Validity): (day: number, date: CivilDate) => boolean {
  const { season } = validity
  // ISO dates sort as text, and so even a date that does not exist, such as 02-30, is a clear bound.
  const { from = '', until = '9999-12-31' } = validity
  const exceptions = new Set(validity.exceptions)
  if (!season && exceptions.size === 0 && from === '' && validity.until === undefined) return () => true
  return (day, date) => {
    const text = formatLocalDate(day)
    return from <= text && text <= until && !exceptions.has(text) && (!season || isInSeason(season, date))
  }
}
