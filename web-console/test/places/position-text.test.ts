import { expect, test } from 'vitest'
import { isInVietnam, positionOf, readPosition } from '../../src/views/places/model/position-text.ts'

test.each([
  ['20.93, 105.94'],
  ['20.93,105.94'],
  [' 20.93 105.94 '],
  ['20,93; 105,94'],
  ['20,93 105,94'],
  ['20,93, 105,94'],
  ['20.93° N, 105.94° E'],
])('a pair pasted as "%s" is a position', (text) => {
  expect(readPosition(text)).toEqual({ latitude: 20.93, longitude: 105.94 })
})

test.each(['', '20.93', '20,93', 'Hà Nội', '120.5, 105.9', '20.93, 105.94, 3'])('"%s" is no pair', (text) => {
  expect(readPosition(text)).toBeNull()
})

test('two fields take point or comma, and only numbers', () => {
  expect(positionOf('20,93', ' 105.94')).toEqual({ latitude: 20.93, longitude: 105.94 })
  expect(positionOf('20,93', '')).toBeNull()
  expect(positionOf('20.9.3', '105')).toBeNull()
})

test('swapped numbers are outside of Viet Nam', () => {
  expect(isInVietnam({ latitude: 20.93, longitude: 105.94 })).toBe(true)
  expect(isInVietnam({ latitude: 8.64, longitude: 111.92 })).toBe(true)
  expect(isInVietnam({ latitude: 60.5, longitude: 20.9 })).toBe(false)
})
