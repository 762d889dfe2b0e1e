import { expect, test } from 'vitest'
import { instantOf, localDayOf, timeOfDayMsOf } from '../../src/index.ts'

const dayOf = (text: string) => Date.parse(`${text}T00:00Z`) / 86_400_000
const MINUTE_MS = 60_000

test.each([
  ['Berlin, put forward: 02:30 is 03:30', 'Europe/Berlin', '2026-03-29', 150, '2026-03-29T01:30Z'],
  ['Berlin, put back: the first 02:30', 'Europe/Berlin', '2026-10-25', 150, '2026-10-25T00:30Z'],
  ['Lord Howe, forward by half an hour', 'Australia/Lord_Howe', '2026-10-04', 135, '2026-10-03T15:45Z'],
  ['Apia, a day left out: the same time a day later', 'Pacific/Apia', '2011-12-30', 330, '2011-12-30T15:30Z'],
  ['Viet Nam', 'Asia/Ho_Chi_Minh', '2026-02-17', 330, '2026-02-16T22:30Z'],
])('%s', (_name, timeZone, date, minutes, expected) => {
  const at = instantOf(dayOf(date), minutes * MINUTE_MS, timeZone)
  expect(new Date(at).toISOString()).toBe(new Date(expected).toISOString())
})

test('an instant shown on the wall and read back is the same instant, but for the second of two', () => {
  for (let at = Date.parse('2026-01-01'); at < Date.parse('2027-01-01'); at += 47 * MINUTE_MS) {
    const back = instantOf(
      localDayOf(at, 'Europe/Berlin'),
      timeOfDayMsOf(at, 'Europe/Berlin'),
      'Europe/Berlin',
    )
    expect([0, 60 * MINUTE_MS]).toContain(at - back)
  }
})
