import type { ProgrammeBody, Recurrence } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { readTime } from '../../src/components/dates/time-text.ts'
import { bodyOfForm, missingParts } from '../../src/views/programmes/model/definition-of-form.ts'
import { formOfDefinition } from '../../src/views/programmes/model/form-of-definition.ts'
import { blankForm } from '../../src/views/programmes/model/programme-form.ts'
import { quietBlocks } from '../../src/views/programmes/model/quiet-blocks.ts'

const place = { nowAt: Date.UTC(2026, 1, 17), timeZone: 'Asia/Ho_Chi_Minh' }

const RECURRENCES: Recurrence[] = [
  { kind: 'once', at: Date.UTC(2026, 1, 16, 23, 0, 15) },
  { kind: 'dates', dates: ['2026-02-17', '2026-02-19'], startTimes: ['05:30', '17:00'] },
  { kind: 'daily', startTimes: ['05:30'] },
  { kind: 'weekly', weekdays: [0, 3], startTimes: ['05:30:15'] },
  { kind: 'cron', expression: '30 5 * * 1-5' },
]

function bodyWith(recurrence: Recurrence): ProgrammeBody {
  const validity =
    recurrence.kind === 'once'
      ? {}
      : {
          ...{ from: '2026-02-01', until: '2026-03-01', exceptions: ['2026-02-17'] },
          season: { from: '11-01', until: '03-31' },
        }
  return {
    definition: {
      ...{ programmeId: 'morning', name: 'Bản tin sáng', priority: 'priority', recurrence, validity },
      playlist: [{ itemId: 'a', bulletinId: 'news', title: 'Tin', repeats: 2, gapMs: 1_500 }],
      ...{ latenessMsMax: 90_000, onInterrupted: 'restart', mayBeCut: true, volumePercent: 40 },
    },
    targets: { areas: ['commune'], zones: ['dike'], clusters: [] },
  }
}

test.each(RECURRENCES)(
  '$kind: what the fields show is what was kept, and goes back as it came',
  (recurrence) => {
    const body = bodyWith(recurrence)
    const form = formOfDefinition(body, place)
    expect(missingParts(form)).toEqual([])
    expect(bodyOfForm(form, place)).toEqual(body)
  },
)

test('a blank form says what is missing in the order of the page', () => {
  const blank = blankForm({
    ...{ programmeId: 'new', date: '2026-02-17', time: '05:30' },
    targets: { areas: [], zones: [], clusters: [] },
  })
  expect(missingParts(blank)).toEqual(['name', 'targets', 'playlist'])
  expect(missingParts({ ...blank, when: 'weekly', weekdays: [], startTimes: [] })).toContain('weekdays')
  expect(missingParts({ ...blank, from: '2026-02-17', until: '2026-02-16' })).toContain('untilBeforeFrom')
})

test('"now" is once, and may wait half a day for its approver', () => {
  const form = { ...formOfDefinition(bodyWith({ kind: 'daily', startTimes: ['05:30'] }), place) }
  const { definition } = bodyOfForm({ ...form, when: 'now' }, place)
  expect(definition.recurrence).toEqual({ kind: 'once', at: place.nowAt })
  expect(definition.latenessMsMax).toBe(12 * 3_600_000)
  expect(definition.validity).toEqual({})
})

test.each([
  ['5:30', '05:30'],
  ['5h30', '05:30'],
  ['17h', '17:00'],
  ['17.05', '17:05'],
  ['0530', '05:30'],
  ['5 giờ 30', '05:30'],
  ['05:30:15', '05:30:15'],
  ['25:00', null],
  ['sáng', null],
])('a time written "%s" is %s', (text, time) => {
  expect(readTime(text)).toBe(time)
})

test('quiet hours over midnight shade the first morning too', () => {
  const quietHours = { windows: [{ from: '22:00', until: '05:00' }] }
  expect(quietBlocks(quietHours, ['2026-02-17'])).toEqual([
    { start: '2026-02-16T22:00', end: '2026-02-17T05:00' },
    { start: '2026-02-17T22:00', end: '2026-02-18T05:00' },
  ])
})
