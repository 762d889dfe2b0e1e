import dayjs, { type Dayjs } from 'dayjs'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import type { TFunction } from 'i18next'

dayjs.extend(utc)
dayjs.extend(timezone)

type SayTimes = TFunction<'times'>

export interface SayTimeOptions {
  /** Now, Unix ms. */
  nowAt: number
  /** IANA zone of the place, from the session. */
  timeZone: string
  withSeconds?: boolean
}

/** An instant as people say it: "17:00 hôm nay", "05:30 ngày mai", "17:00 21/11", with the year where it is another. */
export function sayInstant(
  t: SayTimes,
  at: number,
  { nowAt, timeZone, withSeconds }: SayTimeOptions,
): string {
  const then = dayjs.tz(at, timeZone)
  const now = dayjs.tz(nowAt, timeZone)
  const time = then.format(withSeconds ? 'HH:mm:ss' : 'HH:mm')
  const days = daysBetween(now, then)
  if (days === 0) return t('today', { time })
  if (days === -1) return t('yesterday', { time })
  if (days === 1) return t('tomorrow', { time })
  return t('onDate', { time, date: then.format(then.year() === now.year() ? 'DD/MM' : 'DD/MM/YYYY') })
}

/** Whole calendar days from one to the other in their own zone. */
function daysBetween(from: Dayjs, to: Dayjs): number {
  const dayOf = (day: Dayjs) => Date.UTC(day.year(), day.month(), day.date())
  return Math.round((dayOf(to) - dayOf(from)) / 86_400_000)
}

/** The exact instant, for a title: "2026-11-21 17:00:03 (Asia/Ho_Chi_Minh)". */
export function sayExactly(at: number, timeZone: string): string {
  return `${dayjs.tz(at, timeZone).format('YYYY-MM-DD HH:mm:ss')} (${timeZone})`
}

/** Time of day: "17:00". */
export function sayTimeOfDay(at: number, timeZone: string): string {
  return dayjs.tz(at, timeZone).format('HH:mm')
}

/** "còn 3 phút", and seconds within the last minute. */
export function sayRemaining(t: SayTimes, remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / 1_000))
  return seconds < 60
    ? t('secondsLeft', { count: seconds })
    : t('minutesLeft', { count: Math.ceil(seconds / 60) })
}

/** How long ago: "vừa xong", "5 phút trước", else the instant. */
export function sayAgo(t: SayTimes, at: number, options: SayTimeOptions): string {
  const minutes = Math.floor((options.nowAt - at) / 60_000)
  if (minutes < 1) return t('justNow')
  return minutes < 60 ? t('minutesAgo', { count: minutes }) : sayInstant(t, at, options)
}

/** A length in words: "2 phút 30 giây", "20 phút", "1 giờ 5 phút"; nobody says a nought, or seconds beside hours. */
export function sayDuration(t: SayTimes, durationMs: number): string {
  const allSeconds = Math.round(durationMs / 1_000)
  const hours = Math.floor(allSeconds / 3_600)
  const minutes = Math.floor((allSeconds % 3_600) / 60)
  const seconds = hours > 0 ? 0 : allSeconds % 60
  const parts = [
    hours > 0 && t('durationHours', { hours }),
    minutes > 0 && t('durationMinutes', { minutes }),
    (seconds > 0 || allSeconds === 0) && t('durationSeconds', { seconds }),
  ]
  return parts.filter(Boolean).join(' ')
}
