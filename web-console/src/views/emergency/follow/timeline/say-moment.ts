import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'

dayjs.extend(utc)
dayjs.extend(timezone)

/** To the tenth of a second: "19:02:07,4", in the zone of the place. */
export function sayTenths(at: number, timeZone: string): string {
  const instant = dayjs.tz(at, timeZone)
  return `${instant.format('HH:mm:ss')},${Math.floor(instant.millisecond() / 100)}`
}
