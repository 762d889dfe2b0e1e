import type { LocalDate, LocalTime } from '@tieng-lang/protocol/browser'
import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import { sayTimeOfDay } from '../../i18n/say-time.ts'

dayjs.extend(utc)
dayjs.extend(timezone)

/** The local date of an instant, `2026-02-17`. */
export function localDateOf(at: number, timeZone: string): LocalDate {
  return dayjs.tz(at, timeZone).format('YYYY-MM-DD')
}

/** The time on the wall at an instant, `05:30`, seconds only where they are not zero. */
export function localTimeOf(at: number, timeZone: string): LocalTime {
  const then = dayjs.tz(at, timeZone)
  return then.format(then.second() === 0 ? 'HH:mm' : 'HH:mm:ss')
}

/** From when to when: `05:30 – 05:42`, one time where both read the same. */
export function spanText({ startAt, endAt }: { startAt: number; endAt: number }, timeZone: string): string {
  const [from, until] = [sayTimeOfDay(startAt, timeZone), sayTimeOfDay(endAt, timeZone)]
  return from === until ? from : `${from} – ${until}`
}

/** `2026-02-17T05:30:00` as the wall shows it: what a calendar without zones is fed with. */
export function wallTextOf(at: number, timeZone: string): string {
  return dayjs.tz(at, timeZone).format('YYYY-MM-DDTHH:mm:ss')
}

/** The instant of a local date and time, Unix ms. */
export function instantAt(date: LocalDate, time: LocalTime, timeZone: string): number {
  return dayjs.tz(`${date}T${time}`, timeZone).valueOf()
}

/** The date `days` later; negative = earlier. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dayjs.utc(date).add(days, 'day').format('YYYY-MM-DD')
}

/** 0 = Sunday … 6 = Saturday, as the protocol counts. */
export function weekdayOf(date: LocalDate): number {
  return dayjs.utc(date).day()
}

/** Monday to Sunday of the week that a date lies in. */
export function weekOf(date: LocalDate): LocalDate[] {
  const monday = addDays(date, -((weekdayOf(date) + 6) % 7))
  return Array.from({ length: 7 }, (_, day) => addDays(monday, day))
}

/** `17/02` or, with the year, `17/02/2026`. */
export function dateText(date: LocalDate, withYear = true): string {
  return dayjs.utc(date).format(withYear ? 'DD/MM/YYYY' : 'DD/MM')
}
