import type { Season } from '@tieng-lang/protocol/browser'
import { monthDayOf } from './civil-text.ts'
import { type CivilDate, civilDateOf } from './civil-time.ts'

/** Whether a date lies in a season, both ends included; a season whose end stands before its begin runs over New Year. */
export function isInSeason(season: Season, date: CivilDate): boolean {
  const monthDay = monthDayOf(date)
  return season.from <= season.until
    ? season.from <= monthDay && monthDay <= season.until
    : season.from <= monthDay || monthDay <= season.until
}

/** The same for a day number. */
export function isDayInSeason(season: Season, day: number): boolean {
  return isInSeason(season, civilDateOf(day))
}
