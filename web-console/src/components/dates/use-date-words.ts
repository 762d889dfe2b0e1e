import type { LocalDate } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { dateText, weekdayOf } from './local-dates.ts'

/** By the protocol's number: 0 = Sunday. */
const KEYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Monday first, as the week is read here. */
export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 0]

/** Dates as people read them, and the calendar's own buttons in words. */
export function useDateWords() {
  const { t } = useTranslation('programmes')
  const keyOf = (weekday: number) => KEYS[weekday] ?? 'sun'
  return {
    shortWeekday: (weekday: number) => t(`weekdayShort.${keyOf(weekday)}`),
    longWeekday: (weekday: number) => t(`weekdayLong.${keyOf(weekday)}`),
    /** "T3 17/02" */
    shortDate: (date: LocalDate) => `${t(`weekdayShort.${keyOf(weekdayOf(date))}`)} ${dateText(date, false)}`,
    /** "Thứ ba 17/02/2026" */
    longDate: (date: LocalDate) => `${t(`weekdayLong.${keyOf(weekdayOf(date))}`)} ${dateText(date)}`,
    pickerLabels: {
      nextMonth: t('field.nextMonth'),
      previousMonth: t('field.previousMonth'),
      nextYear: t('field.nextYear'),
      previousYear: t('field.previousYear'),
      nextDecade: t('field.nextYear'),
      previousDecade: t('field.previousYear'),
    },
  }
}
