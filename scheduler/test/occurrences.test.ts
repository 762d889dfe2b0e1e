import { itemLengthMs, type Programme, type Recurrence, type Validity } from '@tieng-lang/protocol/browser'
import { Cron } from 'croner'
import * as fc from 'fast-check'
import { createTask } from 'node-cron'
import { expect, test } from 'vitest'
import { listOccurrences, listSlots, slotLengthMs } from '../src/index.ts'
import { bruteStarts } from './brute-force.ts'
import { inVietNam, itemOf, planOf, programmeOf, runs, timeoutMs, ZONE } from './sample.ts'

const DAY_MS = 86_400_000
const twoDigits = (value: number) => String(value).padStart(2, '0')

/** Zones with and without changes of the clock, at whole, half and quarter hours, by an hour, by half of one, by a day. */
const zone = fc.constantFrom(
  'Asia/Ho_Chi_Minh',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Antarctica/Troll',
)

/** Days around changes of the clock, Apia's lost day of 2011-12-30, New Year, a leap day, and any other. */
const firstDay = fc.oneof(
  fc
    .constantFrom(
      '2026-03-28',
      '2026-10-24',
      '2026-03-07',
      '2026-10-31',
      '2026-04-04',
      '2026-10-03',
      '2024-02-28',
      '2011-12-29',
      '2018-11-03',
      '2026-12-30',
      '2026-02-14',
    )
    .map((text) => Date.parse(text)),
  fc
    .integer({ min: Date.UTC(2010, 0, 1) / DAY_MS, max: Date.UTC(2035, 0, 1) / DAY_MS })
    .map((day) => day * DAY_MS),
)

const time = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }) },
      { weight: 1, arbitrary: fc.integer({ min: 4, max: 23 }) },
    ),
    fc.constantFrom(0, 1, 29, 30, 45, 59),
  )
  .map(([hour, minute]) => `${twoDigits(hour)}:${twoDigits(minute)}`)
const startTimes = fc.uniqueArray(time, { minLength: 1, maxLength: 4 })

function dateNear(day: number) {
  return fc
    .integer({ min: -1, max: 5 })
    .map((offset) => new Date(day + offset * DAY_MS).toISOString().slice(0, 10))
}

function fieldOf(min: number, max: number) {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 })
        .map((list) => list.join(',')),
    },
  )
}

const cronExpression = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 3 }),
    fieldOf(0, 23),
    fieldOf(1, 28),
    fieldOf(1, 12),
    fieldOf(0, 6),
  )
  .map(([minutes, ...fields]) => [minutes.join(','), ...fields].join(' '))

function recurrenceNear(day: number): fc.Arbitrary<Recurrence> {
  return fc.oneof(
    startTimes.map((times) => ({ kind: 'daily' as const, startTimes: times })),
    fc
      .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }), startTimes)
      .map(([weekdays, times]) => ({ kind: 'weekly' as const, weekdays, startTimes: times })),
    fc
      .tuple(fc.uniqueArray(dateNear(day), { minLength: 1, maxLength: 4 }), startTimes)
      .map(([dates, times]) => ({ kind: 'dates' as const, dates, startTimes: times })),
    cronExpression.map((expression) => ({ kind: 'cron' as const, expression })),
  )
}

function validityNear(day: number): fc.Arbitrary<Validity> {
  const monthDay = dateNear(day).map((text) => text.slice(5))
  return fc.record(
    {
      from: dateNear(day),
      until: dateNear(day + DAY_MS),
      exceptions: fc.array(dateNear(day), { maxLength: 3 }),
      season: fc.record({ from: monthDay, until: monthDay }),
    },
    { requiredKeys: [] },
  )
}

const ruleAndWindow = firstDay.chain((day) =>
  fc.record({
    recurrence: recurrenceNear(day),
    validity: validityNear(day),
    timeZone: zone,
    from: fc.integer({ min: 0, max: DAY_MS }).map((ms) => day + ms),
    days: fc.integer({ min: 1, max: 4 }),
  }),
)

test(
  'starts equal those of a minute-by-minute brute force, over random rules, dates and zones',
  () => {
    fc.assert(
      fc.property(ruleAndWindow, ({ recurrence, validity, timeZone, from, days }) => {
        const programme = programmeOf('p', { recurrence, validity })
        const window = { timeZone, from, until: from + days * DAY_MS }
        const found = listSlots(programme, window).sort((a, b) => a.at - b.at || (a.label < b.label ? -1 : 1))
        expect(found).toEqual(bruteStarts(programme, window))
      }),
      runs(80),
    )
  },
  timeoutMs(60_000),
)

test(
  'cron expressions give the dates of another library, where both define the same',
  () => {
    fc.assert(
      fc.property(cronExpression, firstDay, (expression, from) => {
        const programme = programmeOf('p', { recurrence: { kind: 'cron', expression } })
        // node-cron ANDs day of month with weekday; croner does so without its legacy mode. Viet Nam has no DST to differ in.
        const other = new Cron(expression, { timezone: ZONE, legacyMode: false })
        const theirs: number[] = []
        const until = from + 40 * DAY_MS
        for (
          let next = other.nextRun(new Date(from - 1));
          next && next.getTime() < until && theirs.length < 200;
          next = other.nextRun(next)
        ) {
          theirs.push(next.getTime())
        }
        const ours = listSlots(programme, { timeZone: ZONE, from, until }).map(({ at }) => at)
        expect(ours.slice(0, 200)).toEqual(theirs)
      }),
      runs(150),
    )
  },
  timeoutMs(60_000),
)

test.each(
  ['L', 'L-3', 'LW', '1W', '15W', '31W', '1,15,L']
    .flatMap((day) => [`0 5 ${day} * *`, `30 0 5 ${day} 2,6,8,12 MON-FRI`])
    .concat(['5L', '0L', '7', '1#2', '6#5', 'SUN', '5-7'].map((weekday) => `*/20 5-6 * * ${weekday}`)),
)('cron %s: special days, names and seconds are those of node-cron itself', (expression) => {
  const from = inVietNam('2026-01-01T00:00:00')
  const theirs = createTask(expression, () => {}, { timezone: ZONE })
  const programme = programmeOf('p', { recurrence: { kind: 'cron', expression } })
  const days = Array.from({ length: 400 }, (_, index) => from + index * DAY_MS)
  const times = [5 * 3_600_000, 5 * 3_600_000 + 30_000, 6 * 3_600_000 + 1_200_000]
  const expected = days
    .flatMap((day) => times.map((time) => day + time))
    .filter((at) => theirs.match(new Date(at)))
  const ours = new Set(
    listSlots(programme, { timeZone: ZONE, from, until: from + 400 * DAY_MS }).map(({ at }) => at),
  )
  expect(expected.length).toBeGreaterThan(0)
  expect(days.flatMap((day) => times.map((time) => day + time)).filter((at) => ours.has(at))).toEqual(
    expected,
  )
})

test('an unreadable or too dense cron expression has no starts, and throws nothing', () => {
  for (const expression of ['* * * * * *', 'not a cron expression', '61 5 * * *', '0 5 31 2 *']) {
    const programme = programmeOf('p', { recurrence: { kind: 'cron', expression } })
    expect(listSlots(programme, { timeZone: ZONE, from: 0, until: 400 * DAY_MS })).toEqual([])
  }
})

test('a slot plays its list in order: repeats, a gap after every play, one occurrence each', () => {
  const programme = programmeOf('morning', {
    playlist: [
      itemOf('news', { durationMs: 10_000, repeats: 2, gapMs: 500 }),
      itemOf('weather', { durationMs: 4_000 }),
    ],
  })
  const from = inVietNam('2026-02-17T00:00:00')
  const occurrences = listOccurrences(planOf(programme), { timeZone: ZONE, from, until: from + DAY_MS })
  const start = inVietNam('2026-02-17T05:30:00')
  expect(occurrences.map(({ occurrenceId, dueAt, order }) => [occurrenceId, dueAt - start, order])).toEqual([
    ['morning@2026-02-17T05:30/news/1', 0, 0],
    ['morning@2026-02-17T05:30/news/2', 10_500, 1],
    ['morning@2026-02-17T05:30/weather/1', 21_000, 2],
  ])
  expect(slotLengthMs(programme)).toBe(25_000)
})

test('a window takes what is due in it, wherever the slot began; windows side by side miss and double nothing', () => {
  const windows = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 30 })
  const programmes: Programme[] = [
    programmeOf('a', {
      recurrence: { kind: 'cron', expression: '*/2 * * * *' },
      playlist: [itemOf('x', { durationMs: 50_000, repeats: 4 })],
    }),
    programmeOf('b', {
      recurrence: { kind: 'once', at: inVietNam('2026-02-17T05:31:07') },
      playlist: [itemOf('x', { repeats: 9, gapMs: 7 })],
    }),
  ]
  fc.assert(
    fc.property(windows, (lengthsMs) => {
      const from = inVietNam('2026-02-17T05:30:00')
      const until = lengthsMs.reduce((at, lengthMs) => at + lengthMs, from)
      let at = from
      const parts = lengthsMs.flatMap((lengthMs) => {
        at += lengthMs
        return listOccurrences(planOf(...programmes), { timeZone: ZONE, from: at - lengthMs, until: at })
      })
      const whole = listOccurrences(planOf(...programmes), { timeZone: ZONE, from, until })
      expect(parts.map(({ occurrenceId }) => occurrenceId)).toEqual(
        whole.map(({ occurrenceId }) => occurrenceId),
      )
    }),
    runs(100),
  )
})

test('ids: seconds only where they are not zero, "once" for an instant; a stopped broadcast is left out', () => {
  const from = inVietNam('2026-02-17T00:00:00')
  const window = { timeZone: ZONE, from, until: from + DAY_MS }
  const plan = planOf(
    programmeOf('a', { recurrence: { kind: 'daily', startTimes: ['05:30:15', '17:00'] } }),
    programmeOf('now', { recurrence: { kind: 'once', at: from + 1 } }),
  )
  const ids = (stopped: string[]) =>
    listOccurrences(
      { ...plan, stopped: stopped.map((broadcastId) => ({ broadcastId, stoppedAt: 0 })) },
      window,
    ).map(({ broadcastId }) => broadcastId)
  expect(ids([])).toEqual(['now@once', 'a@2026-02-17T05:30:15', 'a@2026-02-17T17:00'])
  expect(ids(['a@2026-02-17T17:00'])).toEqual(['now@once', 'a@2026-02-17T05:30:15'])
})

test('a programme that was planned in the middle of its own slot begins with the next one; "once" is at once', () => {
  const plannedAt = inVietNam('2026-02-17T05:35:00')
  const window = {
    timeZone: ZONE,
    from: inVietNam('2026-02-17T00:00:00'),
    until: inVietNam('2026-02-19T00:00:00'),
  }
  const labels = (changes: Partial<Programme>) =>
    listSlots(programmeOf('p', changes), window).map(({ label }) => label)
  expect(labels({})).toEqual(['2026-02-17T05:30', '2026-02-18T05:30'])
  expect(labels({ plannedAt })).toEqual(['2026-02-18T05:30'])
  expect(labels({ plannedAt, recurrence: { kind: 'once', at: plannedAt - 2_000 } })).toEqual(['once'])
})

test('what was under way in the version before goes on in this one; what it did not have stays away', () => {
  const plannedAt = inVietNam('2026-02-17T05:35:00')
  const window = {
    timeZone: ZONE,
    from: inVietNam('2026-02-17T00:00:00'),
    until: inVietNam('2026-02-18T00:00:00'),
  }
  const programme = programmeOf('p', {
    recurrence: { kind: 'daily', startTimes: ['05:30', '05:33', '17:00'] },
    plannedAt,
    slotsUnderWay: ['2026-02-17T05:30'],
  })
  expect(listSlots(programme, window).map(({ label }) => label)).toEqual([
    '2026-02-17T05:30',
    '2026-02-17T17:00',
  ])
})

/** The items of one sounding, found the slow way. */
function bruteItems({ playlist }: Programme, date: string): string[] {
  return playlist.flatMap(({ itemId, repeats, validity }) => {
    if (validity?.from !== undefined && date < validity.from) return []
    if (validity?.until !== undefined && validity.until < date) return []
    return Array.from({ length: repeats }, (_, index) => `${itemId}/${index + 1}`)
  })
}

const datedItem = (day: number) =>
  fc.record({
    durationMs: fc.integer({ min: 1, max: 20_000 }),
    repeats: fc.integer({ min: 1, max: 3 }),
    gapMs: fc.integer({ min: 0, max: 5_000 }),
    validity: fc.option(
      fc.record({ from: dateNear(day), until: dateNear(day + DAY_MS) }, { requiredKeys: [] }),
      { nil: undefined },
    ),
  })

test(
  'an item is said in the slots of its own days and passed over in the others, in any zone and window',
  () => {
    const dated = ruleAndWindow.chain((rule) =>
      fc.record({
        rule: fc.constant(rule),
        items: fc.array(datedItem(rule.from), { minLength: 1, maxLength: 4 }),
      }),
    )
    fc.assert(
      fc.property(dated, ({ rule: { recurrence, validity, timeZone, from, days }, items }) => {
        const playlist = items.map(({ validity: dates, ...item }, index) =>
          itemOf(`i${index}`, { ...item, ...(dates && { validity: dates }) }),
        )
        const programme = programmeOf('p', { recurrence, validity, playlist })
        const window = { timeZone, from, until: from + days * DAY_MS }
        const found = listOccurrences(planOf(programme), window)
        for (const { at, label, date } of listSlots(programme, window)) {
          const own = found.filter(({ broadcastId }) => broadcastId === `p@${label}`)
          if (at + slotLengthMs(programme, date) < window.until)
            expect(own.map(({ occurrenceId }) => occurrenceId.slice(`p@${label}/`.length))).toEqual(
              bruteItems(programme, date),
            )
          const endAt = Math.max(at, ...own.map(({ dueAt, item }) => dueAt + itemLengthMs(item)))
          if (endAt < window.until) expect(endAt - at).toBe(slotLengthMs(programme, date))
        }
      }),
      runs(60),
    )
  },
  timeoutMs(60_000),
)
