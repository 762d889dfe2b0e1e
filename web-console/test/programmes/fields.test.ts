import { expect, test } from 'vitest'
import { dayMonthText, readDayMonth } from '../../src/components/dates/day-month.ts'
import { addDays, instantAt, spanText, weekOf } from '../../src/components/dates/local-dates.ts'
import { readDate } from '../../src/components/dates/read-date.ts'
import { hoursShown } from '../../src/views/programmes/calendar/grid/grid-events.ts'
import { reordered } from '../../src/views/programmes/editor/playlist/reorder.ts'
import { newProgrammeSearch } from '../../src/views/programmes/model/new-programme-search.ts'

const timeZone = 'Asia/Ho_Chi_Minh'

test.each([
  ['15/4', '04-15'],
  ['29/02', '02-29'],
  ['31.12', '12-31'],
  ['31/4', null],
  ['tháng tư', null],
])('a day of the year written "%s" is %s', (text, monthDay) => {
  expect(readDayMonth(text)).toBe(monthDay)
  if (monthDay) expect(readDayMonth(dayMonthText(monthDay))).toBe(monthDay)
})

test.each([
  ['5/12/2026', '2026-12-05'],
  ['29.11.2026', '2026-11-29'],
  ['29/2/2027', null],
  ['2', null],
  ['5/12/20', null],
  ['', null],
])('a date typed "%s" is %s, the day first', (text, date) => {
  expect(readDate(text)).toBe(date)
})

test('an item goes up and down the playlist, and not out of it', () => {
  expect(reordered(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(reordered(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(reordered(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
})

test('a week begins on Monday, also over the end of a year', () => {
  expect(weekOf('2026-11-22')).toEqual(weekOf('2026-11-16'))
  expect(weekOf('2027-01-01')[0]).toBe('2026-12-28')
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
})

test('from 04:00 to 22:00, and more where something is planned in the night', () => {
  const slot = (from: string, until: string) => ({
    ...{ programmeId: 'a', broadcastId: 'a@once', name: 'A', state: 'approved' as const, isPlaying: true },
    ...{ priority: 'routine' as const, hasRelay: false, version: 1 },
    startAt: instantAt('2026-02-17', from, timeZone),
    endAt: instantAt(until < from ? '2026-02-18' : '2026-02-17', until, timeZone),
  })
  expect(hoursShown([slot('05:30', '06:00')], timeZone)).toEqual({
    slotMinTime: '4:00:00',
    slotMaxTime: '22:00:00',
  })
  expect(hoursShown([slot('03:30', '04:00')], timeZone).slotMinTime).toBe('3:00:00')
  expect(hoursShown([slot('23:30', '00:30')], timeZone)).toEqual({
    slotMinTime: '0:00:00',
    slotMaxTime: '24:00:00',
  })
  expect(spanText(slot('05:30', '06:00'), timeZone)).toBe('05:30 – 06:00')
})

test('an address takes a place in the calendar, and nothing else', () => {
  expect(newProgrammeSearch({ date: '2026-02-17', time: '05:30', areaId: 'xa', other: 1 })).toEqual({
    ...{ date: '2026-02-17', time: '05:30', areaId: 'xa' },
  })
  expect(newProgrammeSearch({ date: '<script>', time: 5, areaId: '../x' })).toEqual({})
})
