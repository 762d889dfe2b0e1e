import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { sayLoudness } from '../../src/components/bulletin/say-loudness.ts'
import { vi } from '../../src/i18n/vi/index.ts'

beforeAll(() => i18next.init({ lng: 'vi', resources: { vi }, interpolation: { escapeValue: false } }))

const measured = { inputLufs: -22, inputTruePeakDbtp: -8, isGainLowered: false }
const say = (gainDb: number, storedLufs: number) =>
  sayLoudness(
    i18next.getFixedT('vi', 'bulletins'),
    { ...measured, gainDb, storedLufs, storedTruePeakDbtp: -3.04 },
    'vi',
  )

test.each([
  [6.1, -16.2, 'Đã tăng 6 dB, to bằng các bản tin khác; đỉnh −3 dBTP.'],
  [-4, -15.9, 'Đã giảm 4 dB, to bằng các bản tin khác; đỉnh −3 dBTP.'],
  [9, -18, 'Đã tăng 9 dB, nhỏ hơn các bản tin khác 2 dB; đỉnh −3 dBTP.'],
  [0.2, -16, 'Giữ nguyên độ to, to bằng các bản tin khác; đỉnh −3 dBTP.'],
  [6, -20, 'Đã tăng 6 dB, vẫn nhỏ hơn các bản tin khác 4 dB; nên thu lại gần micrô hơn; đỉnh −3 dBTP.'],
])('%s dB to %s LUFS', (gainDb, storedLufs, sentence) => {
  expect(say(gainDb, storedLufs)).toBe(sentence)
})
