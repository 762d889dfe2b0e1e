import type { Plan, Programme } from '@tieng-lang/protocol/browser'
import {
  arbitrate,
  emptyOutput,
  listOccurrences,
  nextWakeAt,
  type Output,
  type OutputInput,
  soundOf,
} from '@tieng-lang/scheduler'

const ITEMS = 1_000
const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const YEAR_FROM = Date.UTC(2025, 11, 31, 17)
const YEAR_MS = 365 * 86_400_000
const twoDigits = (value: number) => String(value).padStart(2, '0')

/** `items` programmes of one item each, every day between 05:00 and 19:59. */
function planOf(items: number, durationMs: number): Plan {
  const programmes = Array.from({ length: items }, (_, index): Programme => {
    const startTime = `${twoDigits(5 + (Math.floor(index / 60) % 15))}:${twoDigits(index % 60)}`
    return {
      programmeId: `programme-${index}`,
      name: `Programme ${index}`,
      priority: index % 7 === 0 ? 'priority' : 'routine',
      recurrence: { kind: 'daily', startTimes: [startTime] },
      validity: {},
      playlist: [
        {
          itemId: 'item',
          title: 'Item',
          media: { sha256: 'a'.repeat(64), sizeBytes: 1, durationMs },
          repeats: 1,
          gapMs: 0,
        },
      ],
      latenessMsMax: 300_000,
      onInterrupted: 'resume',
      mayBeCut: false,
    }
  })
  return { programmes, stopped: [] }
}

/** A year of 1,000 items, best of three; the machine has other work. */
function measureYear(): { yearMs: number; occurrencesPerSecond: number } {
  const plan = planOf(ITEMS, 30_000)
  const window = { timeZone: TIME_ZONE, from: YEAR_FROM, until: YEAR_FROM + YEAR_MS }
  let yearMs = Number.POSITIVE_INFINITY
  let occurrences = 0
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now()
    occurrences = listOccurrences(plan, window).length
    yearMs = Math.min(yearMs, performance.now() - startedAt)
  }
  return { yearMs, occurrencesPerSecond: occurrences / (yearMs / 1_000) }
}

/**
 * A day of one cluster: 120 sounds (four an hour in the waking hours, in pairs), two announcements, two emergencies, a
 * quiet night; fed every five minutes, woken as `nextWakeAt` says, every sound reported by its player.
 */
function measureDay(): { arbitrateMicroseconds: number; decisions: number } {
  const plan = planOf(120, 20_000)
  const quietHours = { windows: [{ from: '21:00', until: '05:00' }], sessionMinutesMax: 60 }
  let output: Output = emptyOutput({ timeZone: TIME_ZONE, quietHours, leadMs: 600 })
  let decisions = 0
  let spentMs = 0
  const give = (input: OutputInput, now: number) => {
    const startedAt = performance.now()
    output = arbitrate(output, input, now).output
    spentMs += performance.now() - startedAt
    decisions++
  }
  give({ kind: 'clock', isTrusted: true, steppedMs: 0 }, YEAR_FROM)
  let fedUntil = YEAR_FROM
  for (let now = YEAR_FROM; now < YEAR_FROM + 86_400_000; ) {
    if (now >= fedUntil) {
      const window = { timeZone: TIME_ZONE, from: fedUntil, until: fedUntil + 300_000 }
      fedUntil = window.until
      give({ kind: 'due', sounds: listOccurrences(plan, window).map((each) => soundOf(each, 1)) }, now)
    }
    const { current } = output
    if (current && !current.isHeard && current.startAt <= now) {
      give({ kind: 'started', soundId: current.sound.soundId, heardAt: current.startAt }, now)
    } else if (current?.isHeard && current.endAt !== null && current.endAt <= now) {
      give({ kind: 'finished', soundId: current.sound.soundId, heardAt: current.endAt }, now)
    } else give({ kind: 'tick' }, now)
    const reportAt = output.current
      ? output.current.isHeard
        ? output.current.endAt
        : output.current.startAt
      : null
    now = Math.max(now, Math.min(nextWakeAt(output, now), reportAt ?? Number.POSITIVE_INFINITY, fedUntil))
  }
  return { arbitrateMicroseconds: (spentMs * 1_000) / decisions, decisions }
}

/** The figures of the `scheduler` benchmark. */
export async function run(): Promise<Record<string, unknown>> {
  const { yearMs, occurrencesPerSecond } = measureYear()
  measureDay()
  const { arbitrateMicroseconds } = measureDay()
  return { occurrencesPerSecond, yearMs, arbitrateMicroseconds }
}
