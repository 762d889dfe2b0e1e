import type { LocalDate, LocalTime } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

/** Vietnam has had one offset and no summer time since 1975, so that a test may reckon without a library. */
const OFFSET_MS = 7 * 3_600_000
const DAY_MS = 24 * 3_600_000

/** What the clock on the wall of a commune shows. */
export function inPlace(at: number): { date: LocalDate; time: LocalTime } {
  const text = new Date(at + OFFSET_MS).toISOString()
  return { date: text.slice(0, 10), time: text.slice(11, 16) }
}

export function timeFromNow(ms: number): LocalTime {
  return inPlace(systemClock.now() + ms).time
}

/** 0 = Sunday. */
export function weekdayIn(at: number): number {
  return new Date(at + OFFSET_MS).getUTCDay()
}

/** The Sunday after the coming one. */
export function endOfNextWeek(at: number): LocalDate {
  const daysToSunday = (7 - weekdayIn(at)) % 7
  return inPlace(at + (daysToSunday + 7) * DAY_MS).date
}
