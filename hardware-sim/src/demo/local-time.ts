import { DAY_MS, DEFAULT_TIME_ZONE } from '@tieng-lang/protocol'

/** Time of day in the demo's zone, `17:05:30`, or `17:05`. */
export function localTime(at: number, precision: 'seconds' | 'minutes' = 'seconds'): string {
  const text = new Date(at).toLocaleTimeString('en-GB', { timeZone: DEFAULT_TIME_ZONE, hour12: false })
  return precision === 'minutes' ? text.slice(0, 5) : text
}

/** The calendar date in the demo's zone, `2026-11-21`. */
export function localDate(at: number): string {
  return new Date(at).toLocaleDateString('en-CA', { timeZone: DEFAULT_TIME_ZONE })
}

/** The date so many days later. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}
