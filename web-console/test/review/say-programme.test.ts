import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { en } from '../../src/i18n/en/index.ts'
import { vi } from '../../src/i18n/vi/index.ts'
import { sayWhen } from '../../src/views/review/look/say-programme.ts'

beforeAll(() =>
  i18next.init({
    lng: 'vi',
    fallbackLng: false,
    resources: { vi, en },
    interpolation: { escapeValue: false },
  }),
)

type When = Parameters<typeof sayWhen>[1]

const say = (when: When, language: 'vi' | 'en' = 'vi') =>
  sayWhen(i18next.getFixedT(language, 'review'), when, { language, instant: () => '17:00 hôm nay' })

const weekend: When = {
  recurrence: { kind: 'weekly', weekdays: [0, 6], startTimes: ['05:30', '17:00'] },
  validity: { from: '2026-12-01', exceptions: ['2026-12-25'] },
}

test('a weekly programme, Monday first, with its days', () => {
  expect(say(weekend)).toBe(
    'Thứ Bảy và Chủ Nhật hằng tuần, lúc 05:30 và 17:00, từ 01/12/2026, trừ ngày 25/12/2026',
  )
  expect(say(weekend, 'en')).toBe(
    'Every Saturday and Sunday at 05:30 and 17:00, from 01/12/2026, but not on 25/12/2026',
  )
})

test('once, daily in a season, and by a rule', () => {
  expect(say({ recurrence: { kind: 'once', at: 0 }, validity: {} })).toBe('Một lần, lúc 17:00 hôm nay')
  const season = { from: '11-01', until: '03-31' }
  expect(say({ recurrence: { kind: 'daily', startTimes: ['05:30'] }, validity: { season } })).toBe(
    'Hằng ngày lúc 05:30, trong mùa 01/11 – 31/03',
  )
  expect(say({ recurrence: { kind: 'cron', expression: '0 5 1 * *' }, validity: {} })).toBe(
    'Theo lịch riêng (0 5 1 * *)',
  )
})

test('many dates are not all listed', () => {
  const dates = Array.from({ length: 9 }, (_, day) => `2026-12-0${day + 1}`)
  expect(say({ recurrence: { kind: 'dates', dates, startTimes: ['06:00'] }, validity: {} })).toContain(
    '05/12/2026 và 4 ngày nữa, lúc 06:00',
  )
})
