import { expect, test } from 'vitest'
import { isWholePin, pinDigits } from '../../src/components/emergency/pin/pin-digits.ts'

test('only digits are a PIN, six to ten of them', () => {
  expect(pinDigits('24 68-13x5')).toBe('2468135')
  expect(pinDigits('12345678901')).toBe('1234567890')
  expect([isWholePin('12345'), isWholePin('123456')]).toEqual([false, true])
})
