import { type CivilDate, civilDateOf, dayOf, localDayOf, timeOfDayMsOf } from './civil-time.ts'

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}

/** Day number of `2026-02-17`; of a date that does not exist (`2026-02-30`), null. */
export function parseLocalDate(text: string): number | null {
  const day = dayOf({
    year: Number(text.slice(0, 4)),
    month: Number(text.slice(5, 7)),
    dayOfMonth: Number(text.slice(8, 10)),
  })
  return formatLocalDate(day) === text ? day : null
}

/** `2026-02-17` of a day number. */
export function formatLocalDate(day: number): string {
  const { year, month, dayOfMonth } = civilDateOf(day)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`
}

/** Milliseconds since midnight of `05:30` or `05:30:15`. */
export function parseLocalTime(text: string): number {
  return (
    Number(text.slice(0, 2)) * 3_600_000 +
    Number(text.slice(3, 5)) * 60_000 +
    Number(text.slice(6, 8)) * 1_000
  )
}

/** `05:30`, or `05:30:15` where the seconds are not zero. */
export function formatLocalTime(timeOfDayMs: number): string {
  const seconds = Math.floor(timeOfDayMs / 1_000)
  const text = `${twoDigits(Math.floor(seconds / 3_600))}:${twoDigits(Math.floor(seconds / 60) % 60)}`
  return seconds % 60 === 0 ? text : `${text}:${twoDigits(seconds % 60)}`
}

/** The local date of an instant, `2026-02-17`. */
export function localDateAt(at: number, timeZone: string): string {
  return formatLocalDate(localDayOf(at, timeZone))
}

/** The time on the wall at an instant, `05:30`. */
export function localTimeAt(at: number, timeZone: string): string {
  return formatLocalTime(timeOfDayMsOf(at, timeZone))
}

/** `02-17`: what a season's ends are compared with. */
export function monthDayOf({ month, dayOfMonth }: CivilDate): string {
  return `${twoDigits(month)}-${twoDigits(dayOfMonth)}`
}
