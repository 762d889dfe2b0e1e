import { parse } from 'node-cron'
import { type CivilDate, dayOf, weekdayOf } from './civil-time.ts'

/** A cron expression as days and times of day: a start counts when both match. */
export interface CronSchedule {
  /** Day of month, month AND weekday must match, as `node-cron` reads them. */
  matchesDay(day: number, date: CivilDate): boolean
  /** Milliseconds since local midnight, ascending. */
  readonly timesOfDayMs: readonly number[]
}

/** One start a minute is the most that a slot may have; a denser expression is as good as invalid. */
const CRON_STARTS_PER_DAY_MAX = 1_440

/**
 * Reads a cron expression of five or six fields, or a nickname such as `@daily`; null where `node-cron` refuses it or
 * where it means more than `CRON_STARTS_PER_DAY_MAX` starts a day. Fields and their special days (`L`, `L-3`, `15W`,
 * `LW`, `5L`, `5#2`) are `node-cron`'s; matching days is ours, since its own matcher knows only instants.
 */
export function readCron(expression: string): CronSchedule | null {
  const known = schedules.get(expression)
  if (known !== undefined) return known
  const schedule = parseCron(expression)
  if (schedules.size >= SCHEDULES_MAX) schedules.clear()
  schedules.set(expression, schedule)
  return schedule
}

/** Agents look at their plan every few seconds: each expression is read once. */
const schedules = new Map<string, CronSchedule | null>()
const SCHEDULES_MAX = 500

function parseCron(expression: string): CronSchedule | null {
  const fields = fieldsOf(expression)
  if (!fields) return null
  const { second, minute, hour, month } = fields
  if (second.length * minute.length * hour.length > CRON_STARTS_PER_DAY_MAX) return null
  const timesOfDayMs = hour
    .flatMap((h) => minute.flatMap((m) => second.map((s) => h * 3_600_000 + m * 60_000 + s * 1_000)))
    .sort((a, b) => a - b)
  const months = new Set(month)
  const daysOfMonth = splitTokens(fields.dayOfMonth)
  const daysOfWeek = splitTokens(fields.dayOfWeek)
  return {
    timesOfDayMs,
    matchesDay(day, date) {
      if (!months.has(date.month)) return false
      const weekday = weekdayOf(day)
      return (
        (daysOfMonth.numbers.has(date.dayOfMonth) ||
          daysOfMonth.tokens.some((token) => isDayOfMonth(token, date))) &&
        (daysOfWeek.numbers.has(weekday) ||
          daysOfWeek.tokens.some((token) => isDayOfWeek(token, weekday, date)))
      )
    },
  }
}

function fieldsOf(expression: string) {
  try {
    return parse(expression)
  } catch {
    return null
  }
}

function splitTokens(values: readonly (number | string)[]) {
  return {
    numbers: new Set(values.filter((value) => typeof value === 'number')),
    tokens: values.filter((value) => typeof value === 'string'),
  }
}

function lastDayOfMonth({ year, month }: CivilDate): number {
  return dayOf({ year, month: month + 1, dayOfMonth: 1 }) - dayOf({ year, month, dayOfMonth: 1 })
}

/** `L`, `L-n` (n days before the last), `nW` and `LW` (the working day nearest to it within the month). */
function isDayOfMonth(token: string, date: CivilDate): boolean {
  const last = lastDayOfMonth(date)
  if (token === 'L') return date.dayOfMonth === last
  if (token.startsWith('L-')) return date.dayOfMonth === last - Number(token.slice(2))
  const target = token === 'LW' ? last : Number(token.slice(0, -1))
  return target >= 1 && target <= last && date.dayOfMonth === nearestWorkingDay(date, target, last)
}

function nearestWorkingDay({ year, month }: CivilDate, target: number, last: number): number {
  const weekday = weekdayOf(dayOf({ year, month, dayOfMonth: target }))
  if (weekday === 6) return target === 1 ? 3 : target - 1
  if (weekday === 0) return target === last ? target - 2 : target + 1
  return target
}

/** `nL`: the last such weekday of the month; `n#k`: the k-th. */
function isDayOfWeek(token: string, weekday: number, date: CivilDate): boolean {
  if (Number(token[0]) % 7 !== weekday) return false
  if (token[1] === '#') return Math.ceil(date.dayOfMonth / 7) === Number(token.slice(2))
  return date.dayOfMonth + 7 > lastDayOfMonth(date)
}
