import type { QuietHours, QuietWindow } from '@tieng-lang/protocol/browser'
import { parseLocalTime } from './calendar/civil-text.ts'
import { instantOf, localDayOf, weekdayOf } from './calendar/civil-time.ts'
import { isDayInSeason } from './calendar/season.ts'

/** Quiet from `beginsAt` until just before `endsAt`; windows that touch or overlap are one. */
export interface QuietSpan {
  readonly beginsAt: number
  readonly endsAt: number
}

/** How far ahead a quiet span is looked for; the longest recording has four hours. */
const QUIET_DAYS_AHEAD = 8

/** The spans around one local day, kept because every decision asks for them. */
interface SpanCache {
  readonly timeZone: string
  readonly from: number
  readonly until: number
  readonly spans: readonly QuietSpan[]
}
const caches = new WeakMap<QuietHours, SpanCache>()

/**
 * The quiet span that holds `at`, or the next one that begins within `QUIET_DAYS_AHEAD` days; null where there is none.
 * The ends of a longer span are given as far as they were looked for: some days before and after.
 */
export function quietSpanAt(quietHours: QuietHours, at: number, timeZone: string): QuietSpan | null {
  if (quietHours.windows.length === 0) return null
  for (const span of spansAround(quietHours, at, timeZone)) if (span.endsAt > at) return span
  return null
}

/** Whether nothing but an Actual emergency may sound at this instant. */
export function isQuietAt(quietHours: QuietHours, at: number, timeZone: string): boolean {
  const span = quietSpanAt(quietHours, at, timeZone)
  return span !== null && span.beginsAt <= at
}

function spansAround(quietHours: QuietHours, at: number, timeZone: string): readonly QuietSpan[] {
  const cached = caches.get(quietHours)
  if (cached && cached.timeZone === timeZone && cached.from <= at && at < cached.until) return cached.spans
  const today = localDayOf(at, timeZone)
  const spans: QuietSpan[] = []
  // A window of yesterday may run over midnight, and one of the day before that into a moved clock.
  for (let day = today - 2; day <= today + QUIET_DAYS_AHEAD; day++) {
    for (const window of quietHours.windows) {
      if (beginsOn(window, day)) spans.push(spanOf(window, day, timeZone))
    }
  }
  const merged = mergeSpans(spans)
  caches.set(quietHours, {
    timeZone,
    from: instantOf(today, 0, timeZone),
    until: instantOf(today + 1, 0, timeZone),
    spans: merged,
  })
  return merged
}

function beginsOn(window: QuietWindow, day: number): boolean {
  if (window.weekdays && !window.weekdays.includes(weekdayOf(day))) return false
  return !window.season || isDayInSeason(window.season, day)
}

function spanOf(window: QuietWindow, day: number, timeZone: string): QuietSpan {
  const fromMs = parseLocalTime(window.from)
  const untilMs = parseLocalTime(window.until)
  return {
    beginsAt: instantOf(day, fromMs, timeZone),
    endsAt: instantOf(untilMs > fromMs ? day : day + 1, untilMs, timeZone),
  }
}

function mergeSpans(spans: readonly QuietSpan[]): QuietSpan[] {
  const merged: QuietSpan[] = []
  for (const span of [...spans].sort((a, b) => a.beginsAt - b.beginsAt)) {
    const last = merged.at(-1)
    if (span.endsAt <= span.beginsAt) continue
    if (last && span.beginsAt <= last.endsAt) {
      merged[merged.length - 1] = { beginsAt: last.beginsAt, endsAt: Math.max(last.endsAt, span.endsAt) }
    } else merged.push(span)
  }
  return merged
}
