import i18next, { type TFunction } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { times as en } from '../src/i18n/en/times.ts'
import { sayDuration } from '../src/i18n/say-time.ts'
import { times as vi } from '../src/i18n/vi/times.ts'

const spoken = i18next.createInstance()
beforeAll(() => spoken.init({ resources: { vi: { times: vi }, en: { times: en } }, lng: 'vi' }))

test.each([
  [0, '0 giây', '0 s'],
  [40_000, '40 giây', '40 s'],
  [150_000, '2 phút 30 giây', '2 min 30 s'],
  [1_200_000, '20 phút', '20 min'],
  [3_599_700, '1 giờ', '1 h'],
  [3_905_000, '1 giờ 5 phút', '1 h 5 min'],
])('%i ms is "%s", "%s"', (durationMs, inVietnamese, inEnglish) => {
  const words = (language: string): TFunction<'times'> => spoken.getFixedT(language, 'times')
  expect([sayDuration(words('vi'), durationMs), sayDuration(words('en'), durationMs)]).toEqual([
    inVietnamese,
    inEnglish,
  ])
})
