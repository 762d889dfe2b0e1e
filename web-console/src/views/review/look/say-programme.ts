import type { LocalDate, ProgrammeDefinition } from '@tieng-lang/protocol/browser'
import type { TFunction } from 'i18next'
import { sayDate } from '../../../components/bulletin/say-bulletin.ts'

type SayReview = TFunction<'review'>
type When = Pick<ProgrammeDefinition, 'recurrence' | 'validity'>

/** The page's language and how it says an instant. */
export interface SayOptions {
  language: string
  instant: (at: number) => string
}

const DATES_SHOWN_MAX = 5

/** When a programme sounds, as one sentence: "Hằng ngày lúc 05:30 và 17:00, từ 01/12/2026, trừ ngày 25/12/2026". */
export function sayWhen(t: SayReview, { recurrence, validity }: When, options: SayOptions): string {
  const { from, until, season, exceptions = [] } = validity
  const parts = [sayRecurrence(t, recurrence, options)]
  if (from !== undefined) parts.push(t('when.from', { from: sayDate(from) }))
  if (until !== undefined) parts.push(t('when.until', { until: sayDate(until) }))
  if (season) parts.push(t('when.season', { from: sayDate(season.from), until: sayDate(season.until) }))
  if (exceptions.length > 0) parts.push(t('when.except', { dates: sayDates(t, exceptions, options) }))
  return parts.join(', ')
}

function sayRecurrence(t: SayReview, recurrence: When['recurrence'], options: SayOptions): string {
  switch (recurrence.kind) {
    case 'once':
      return t('when.once', { time: options.instant(recurrence.at) })
    case 'dates':
      return t('when.dates', {
        dates: sayDates(t, recurrence.dates, options),
        times: listed(recurrence.startTimes, options),
      })
    case 'daily':
      return t('when.daily', { times: listed(recurrence.startTimes, options) })
    case 'weekly':
      return t('when.weekly', {
        days: listed(
          inOrder(recurrence.weekdays).map((day) => sayWeekday(day, options)),
          options,
        ),
        times: listed(recurrence.startTimes, options),
      })
    case 'cron':
      return t('when.cron', { expression: recurrence.expression })
  }
}

function sayDates(t: SayReview, dates: readonly LocalDate[], options: SayOptions): string {
  const shown = dates.toSorted().slice(0, DATES_SHOWN_MAX).map(sayDate)
  const more = dates.length - shown.length
  return more > 0 ? `${shown.join(', ')} ${t('when.andMore', { count: more })}` : listed(shown, options)
}

function listed(parts: readonly string[], { language }: SayOptions): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts)
}

/** Monday first, as a week is read here; 0 is Sunday. */
function inOrder(weekdays: readonly number[]): number[] {
  return weekdays.toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
}

function sayWeekday(weekday: number, { language }: SayOptions): string {
  // 1 January 2023 was a Sunday.
  const day = new Date(Date.UTC(2023, 0, 1 + weekday))
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(day)
}
