import type { Programme } from '@tieng-lang/protocol/browser'

/** One start as the wall clock shows it. */
export interface BruteStart {
  at: number
  label: string
  date: string
}

interface Wall {
  /** Wall time read as if it were UTC. */
  ms: number
  date: string
}

/**
 * The starts of a slot found the slow way: every minute of the window is shown on a wall clock of the zone (by `Intl`,
 * with nothing of ours) and held against the rule. Wall minutes that the clock leaps over count at the minute they would
 * have had without the leap; wall minutes that come twice count the first time. Start times need whole minutes.
 */
export function bruteStarts(
  programme: Programme,
  { timeZone, from, until }: { timeZone: string; from: number; until: number },
): BruteStart[] {
  const starts: BruteStart[] = []
  const seen = new Set<number>()
  let before: Wall | null = null
  // Two days of run-up, so that what was seen before the window is known.
  for (let at = Math.floor(from / 60_000) * 60_000 - 2 * 86_400_000; at < until; at += 60_000) {
    const wall = wallAt(at, timeZone)
    const leaptFrom: number = before ? before.ms + 60_000 : wall.ms
    for (let ms = Math.min(leaptFrom, wall.ms); ms <= wall.ms; ms += 60_000) {
      if (seen.has(ms)) continue
      seen.add(ms)
      const label = new Date(ms).toISOString().slice(0, 16)
      // The minute after a leap is on the clock itself; only those before it are reckoned.
      const startAt = ms === wall.ms ? at : at + ms - leaptFrom
      if (isStart(programme, label) && startAt >= from && startAt < until)
        starts.push({ at: startAt, label, date: label.slice(0, 10) })
    }
    before = wall
  }
  return starts.sort((a, b) => a.at - b.at || (a.label < b.label ? -1 : 1))
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function wallAt(at: number, timeZone: string): Wall {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    formatters.set(timeZone, formatter)
  }
  const text = formatter.format(at)
  return { ms: Date.parse(`${text.replace(' ', 'T')}Z`), date: text.slice(0, 10) }
}

function isStart({ recurrence, validity }: Programme, label: string): boolean {
  const [date = '', time = ''] = label.split('T')
  const monthDay = date.slice(5)
  const { from = '0000', until = '9999', exceptions = [], season } = validity
  if (date < from || date > until || exceptions.includes(date)) return false
  if (season && season.from <= season.until && (monthDay < season.from || monthDay > season.until))
    return false
  if (season && season.from > season.until && monthDay < season.from && monthDay > season.until) return false
  const weekday = new Date(`${date}T00:00Z`).getUTCDay()
  switch (recurrence.kind) {
    case 'once':
      return false
    case 'daily':
      return recurrence.startTimes.includes(time)
    case 'weekly':
      return recurrence.weekdays.includes(weekday) && recurrence.startTimes.includes(time)
    case 'dates':
      return recurrence.dates.includes(date) && recurrence.startTimes.includes(time)
    case 'cron': {
      const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] =
        recurrence.expression.split(' ')
      const holds = (field: string, value: string) =>
        field === '*' || field.split(',').some((each) => Number(each) === Number(value))
      return (
        holds(minute, time.slice(3)) &&
        holds(hour, time.slice(0, 2)) &&
        holds(dayOfMonth, date.slice(8)) &&
        holds(month, date.slice(5, 7)) &&
        holds(dayOfWeek, `${weekday}`)
      )
    }
  }
}
