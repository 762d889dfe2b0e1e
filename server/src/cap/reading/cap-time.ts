import type { CapRefusalCode } from '../cap-refusal.ts'

const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([+-])(\d\d):(\d\d)$/
const ALPHABETIC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\s*[A-Za-z]/

/**
 * The `DateTime` of CAP 1.2 (§3.2.1 sent (1)-(2), §3.3.2): whole seconds with a numeric zone, UTC as `-00:00`. Unix ms,
 * or why it is none.
 */
export function parseCapTime(text: string): number | { code: CapRefusalCode; detail: string } {
  const match = FORM.exec(text)
  if (!match) {
    return ALPHABETIC.test(text)
      ? { code: 'alphabeticZone', detail: 'the zone must be a number such as +07:00, never a letter' }
      : { code: 'badDateTime', detail: 'it must be like 2026-11-21T16:30:00+07:00' }
  }
  const [, years, months, days, hours, minutes, seconds, sign, zoneHours, zoneMinutes] = match
  if (sign === '+' && zoneHours === '00' && zoneMinutes === '00')
    return { code: 'utcNotMinusZero', detail: 'UTC is written -00:00' }
  const [year, month, day] = [Number(years), Number(months), Number(days)]
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)]
  const [zoneHour, zoneMinute] = [Number(zoneHours), Number(zoneMinutes)]
  // XML Schema 1.0 §3.2.7: 24:00:00 is the midnight that ends the day, zones go to 14 hours, there is no year 0.
  const isTime = hour < 24 ? minute < 60 && second < 60 : hour === 24 && minute === 0 && second === 0
  const isZone = zoneMinute < 60 && zoneHour * 60 + zoneMinute <= 14 * 60
  if (year < 1 || !isDay(year, month, day) || !isTime || !isZone)
    return { code: 'badDateTime', detail: 'there is no such day, time or zone' }
  const offsetMinutes = (zoneHour * 60 + zoneMinute) * (sign === '-' ? -1 : 1)
  return Date.UTC(year, month - 1, day, hour, minute - offsetMinutes, second)
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
}

const ZONE_MINUTES = 7 * 60

/** In the zone of Viet Nam; below a second is cut off. */
export function writeCapTime(at: number): string {
  const local = new Date(Math.floor(at / 1_000) * 1_000 + ZONE_MINUTES * 60_000)
  return `${local.toISOString().slice(0, 19)}+07:00`
}
