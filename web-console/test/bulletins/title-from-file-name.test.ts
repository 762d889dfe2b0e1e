import { expect, test } from 'vitest'
import { titleFromFileName } from '../../src/views/bulletins/adding/queue/title-from-file-name.ts'

test.each([
  ['Thông báo tiêm chủng.mp3', 'Thông báo tiêm chủng'],
  ['thong_bao__tiem_chung (1).MP3', 'Thong bao tiem chung'],
  ['ban-tin-sang.wav', 'Ban tin sang'],
  ['Bản tin - Copy.m4a', 'Bản tin'],
  ['Bản tin - Bản sao.m4a', 'Bản tin'],
  ['2026-11-21_thời_tiết.ogg', '2026-11-21 thời tiết'],
  ['COVID-19.flac', 'COVID-19'],
  ['C:\\Users\\an\\đê điều.mp3', 'Đê điều'],
  ['Số 1.2 hợp tác xã.mp3', 'Số 1.2 hợp tác xã'],
  ['.mp3', '.mp3'],
  ['___.mp3', '___.mp3'],
])('%s becomes "%s"', (fileName, title) => {
  expect(titleFromFileName(fileName)).toBe(title)
})

test('a name as a Mac gives it (NFD) and as others do (NFC) become the same title', () => {
  const name = 'Phòng chống lũ_bão số 5.mp3'
  expect(titleFromFileName(name.normalize('NFD'))).toBe(titleFromFileName(name.normalize('NFC')))
  expect(titleFromFileName(name.normalize('NFD'))).toBe('Phòng chống lũ bão số 5')
})

test('a name that is too long is cut between characters', () => {
  const title = titleFromFileName(`${'𝄞'.repeat(300)}.mp3`)
  expect([...title]).toHaveLength(200)
  expect(title.endsWith('𝄞')).toBe(true)
})
