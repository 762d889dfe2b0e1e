import type { QuietHours, QuietWindow } from '@tieng-lang/protocol/browser'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isQuietAt, quietSpanAt, volumeAt } from '../src/index.ts'
import { inVietNam, runs, ZONE } from './sample.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const localTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const window: fc.Arbitrary<QuietWindow> = fc.record(
  {
    from: localTime,
    until: localTime,
    weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
    season: fc.constantFrom({ from: '11-01', until: '02-28' }, { from: '03-29', until: '10-25' }),
  },
  { requiredKeys: ['from', 'until'] },
)

/** The slow way, on the wall: a window that holds this minute begins today, or began yesterday and runs over midnight. */
function isQuietOnTheWall({ windows }: QuietHours, wallMs: number): boolean {
  const minute = Math.floor((wallMs % DAY_MS) / MINUTE_MS)
  const today = wallMs - (wallMs % DAY_MS)
  const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  const beginsOn = ({ weekdays, season }: QuietWindow, dayMs: number) => {
    const monthDay = new Date(dayMs).toISOString().slice(5, 10)
    const isInSeason =
      !season ||
      (season.from <= season.until
        ? season.from <= monthDay && monthDay <= season.until
        : season.from <= monthDay || monthDay <= season.until)
    return isInSeason && (!weekdays || weekdays.includes(new Date(dayMs).getUTCDay()))
  }
  return windows.some((each) => {
    const [from, until] = [minuteOf(each.from), minuteOf(each.until)]
    if (from < until) return beginsOn(each, today) && from <= minute && minute < until
    return (beginsOn(each, today) && minute >= from) || (beginsOn(each, today - DAY_MS) && minute < until)
  })
}

test('quiet or not equals a minute-by-minute look at the wall, over random windows, weekdays and seasons', () => {
  const quiet = fc.record({ windows: fc.array(window, { maxLength: 4 }) })
  fc.assert(
    fc.property(quiet, fc.integer({ min: 0, max: 800 * 24 * 60 }), (quietHours, minutes) => {
      const from = inVietNam('2026-01-01T00:00:00') + minutes * MINUTE_MS
      for (let at = from; at < from + 2 * DAY_MS; at += 7 * MINUTE_MS) {
        expect(isQuietAt(quietHours, at, ZONE)).toBe(isQuietOnTheWall(quietHours, at + 7 * 3_600_000))
      }
    }),
    runs(150),
  )
})

test('the span ahead is quiet from its begin to its end, and nothing is quiet before it', () => {
  const quiet = fc.record({ windows: fc.array(window, { minLength: 1, maxLength: 3 }) })
  fc.assert(
    fc.property(quiet, fc.integer({ min: 0, max: 800 * 24 * 60 }), (quietHours, minutes) => {
      const at = inVietNam('2026-01-01T00:00:00') + minutes * MINUTE_MS
      const span = quietSpanAt(quietHours, at, ZONE)
      const beginsAt = span?.beginsAt ?? at + 7 * DAY_MS
      for (let before = at; before < beginsAt; before += 13 * MINUTE_MS)
        expect(isQuietAt(quietHours, before, ZONE)).toBe(false)
      if (!span) return
      expect(isQuietAt(quietHours, Math.max(at, span.beginsAt), ZONE)).toBe(true)
      expect(isQuietAt(quietHours, span.endsAt - 1, ZONE)).toBe(true)
    }),
    runs(100),
  )
})

test('a night over a change of the clock begins and ends by the wall: 28 March 2026 in Berlin is an hour shorter', () => {
  const span = quietSpanAt(
    { windows: [{ from: '22:00', until: '06:00' }] },
    Date.parse('2026-03-28T20:00Z'),
    'Europe/Berlin',
  )
  expect(span).toEqual({ beginsAt: Date.parse('2026-03-28T21:00Z'), endsAt: Date.parse('2026-03-29T04:00Z') })
})

test('volume: emergency, programme, time of day over midnight, default; the hard cap holds for all (R31)', () => {
  const settings = {
    defaultPercent: 60,
    emergencyPercent: 100,
    hardCapPercent: 85,
    byTimeOfDay: [{ from: '21:00', until: '06:00', percent: 30 }],
  }
  const at = (text: string, priority: 'routine' | 'emergency', programmePercent: number | null) =>
    volumeAt(settings, inVietNam(text), { timeZone: ZONE, priority, programmePercent })
  expect(at('2026-02-17T12:00:00', 'routine', null)).toBe(60)
  expect(at('2026-02-17T23:00:00', 'routine', null)).toBe(30)
  expect(at('2026-02-17T05:59:59', 'routine', null)).toBe(30)
  expect(at('2026-02-17T06:00:00', 'routine', 75)).toBe(75)
  expect(at('2026-02-17T06:00:00', 'routine', 95)).toBe(85)
  expect(at('2026-02-17T23:00:00', 'emergency', 10)).toBe(85)
})
