import { DAY_MS, HOUR_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { superfluous } from '../../src/backup/kept-backups.ts'

const HANOI = 'Asia/Ho_Chi_Minh'
/** Saturday 21 November 2026, 02:41 in Hà Nội. */
const NOW = Date.parse('2026-11-21T02:41:00+07:00')
const RULE = { dailyKeptCount: 7, weeklyKeptCount: 4 }

const at = (takenAt: number) => ({ name: new Date(takenAt).toISOString(), takenAt })
const daily = (days: number) => Array.from({ length: days }, (_, index) => at(NOW - index * DAY_MS))

function keptOf(backups: { name: string; takenAt: number }[]): number[] {
  const gone = new Set(superfluous(backups, RULE, HANOI))
  return backups.filter(({ name }) => !gone.has(name)).map(({ takenAt }) => (NOW - takenAt) / DAY_MS)
}

test('seven days, and of four weeks the newest', () => {
  // The week of the 21st and the one before are among the days; then Sunday the 8th and Sunday the 1st.
  expect(keptOf(daily(60))).toEqual([0, 1, 2, 3, 4, 5, 6, 13, 20])
})

test('days on which none was made do not count', () => {
  const everyTenDays = Array.from({ length: 12 }, (_, index) => at(NOW - index * 10 * DAY_MS))
  expect(keptOf(everyTenDays)).toEqual([0, 10, 20, 30, 40, 50, 60])
})

test('of several of one local day the newest; the three newest of all stay', () => {
  const oneDay = Array.from({ length: 6 }, (_, index) => at(NOW + (6 - index) * HOUR_MS))
  expect(keptOf(oneDay)).toHaveLength(3)
  // 18:30 and 23:30 in UTC of one day are two days in Hà Nội.
  const late = Date.parse('2026-11-10T16:30:00Z')
  expect(superfluous([...daily(3), at(late), at(late + HOUR_MS)], RULE, HANOI)).toEqual([])
})
