import { DAY_MS } from '@tieng-lang/protocol/browser'

/**
 * Local time in an IANA zone, by `Intl` alone. A local day is a number: days since 1970-01-01 in the proleptic
 * Gregorian calendar; a time of day is milliseconds since its midnight as the clock on the wall shows it.
 */
export interface CivilDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly dayOfMonth: number
}

/** The offset of one UTC day: constant, or changing once at `changesAt`. */
interface OffsetDay {
  readonly beforeMs: number
  readonly changesAt: number
  readonly afterMs: number
}

const ZONES_MAX = 64
const OFFSET_DAYS_MAX = 4_000

interface Zone {
  readonly formatter: Intl.DateTimeFormat
  readonly days: Map<number, OffsetDay>
}
const zones = new Map<string, Zone>()

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known) return known
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (zones.size >= ZONES_MAX) zones.clear()
  const zone = { formatter, days: new Map<number, OffsetDay>() }
  zones.set(timeZone, zone)
  return zone
}

/** Whether this runtime knows the zone. Every other function here throws a `RangeError` for one it does not know. */
export function isTimeZone(timeZone: string): boolean {
  try {
    zoneOf(timeZone)
    return true
  } catch {
    return false
  }
}

/** Asks `Intl`; slow (microseconds), so each UTC day is asked once. */
function askOffsetMs(zone: Zone, at: number): number {
  const field: Record<string, number> = {}
  for (const { type, value } of zone.formatter.formatToParts(at)) field[type] = Number(value)
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field
  const localMs =
    dayOf({ year, month, dayOfMonth: day }) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1_000
  return localMs - Math.floor(at / 1_000) * 1_000
}

function offsetDay(zone: Zone, utcDay: number): OffsetDay {
  const known = zone.days.get(utcDay)
  if (known) return known
  let low = utcDay * DAY_MS
  let high = low + DAY_MS
  const beforeMs = askOffsetMs(zone, low)
  const afterMs = askOffsetMs(zone, high)
  // No zone since 1970 has changed twice within one UTC day, so halving finds the change to the second.
  while (beforeMs !== afterMs && high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000
    if (askOffsetMs(zone, middle) === beforeMs) low = middle
    else high = middle
  }
  if (zone.days.size >= OFFSET_DAYS_MAX) zone.days.clear()
  const found = { beforeMs, changesAt: high, afterMs }
  zone.days.set(utcDay, found)
  return found
}

/** Local time minus UTC at an instant, in milliseconds. */
export function offsetMsAt(at: number, timeZone: string): number {
  const day = offsetDay(zoneOf(timeZone), Math.floor(at / DAY_MS))
  return at < day.changesAt ? day.beforeMs : day.afterMs
}

/**
 * The instant at which the wall shows `timeOfDayMs` on `day`. In a gap (clocks put forward) the time is moved forward by
 * the gap, as if the old offset still held; in an overlap (put back) it is the first of the two.
 */
export function instantOf(day: number, timeOfDayMs: number, timeZone: string): number {
  const localMs = day * DAY_MS + timeOfDayMs
  const earlierMs = offsetMsAt(localMs - DAY_MS, timeZone)
  const laterMs = offsetMsAt(localMs + DAY_MS, timeZone)
  const first = localMs - earlierMs
  if (earlierMs === laterMs || offsetMsAt(first, timeZone) === earlierMs) return first
  const second = localMs - laterMs
  return offsetMsAt(second, timeZone) === laterMs ? second : first
}

/** The local day that holds an instant. */
export function localDayOf(at: number, timeZone: string): number {
  return Math.floor((at + offsetMsAt(at, timeZone)) / DAY_MS)
}

/** The time on the wall at an instant, in milliseconds since local midnight. */
export function timeOfDayMsOf(at: number, timeZone: string): number {
  const localMs = at + offsetMsAt(at, timeZone)
  return localMs - Math.floor(localMs / DAY_MS) * DAY_MS
}

/** 0 = Sunday … 6 = Saturday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

/** Days since 1970-01-01 of a civil date. */
export function dayOf({ year, month, dayOfMonth }: CivilDate): number {
  return Math.floor(Date.UTC(year, month - 1, dayOfMonth) / DAY_MS)
}

/** Civil date of a day number: years counted from March, so that the leap day stands last. */
export function civilDateOf(day: number): CivilDate {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}
