import { expect, test } from 'vitest'
import { isTooSlow } from '../../src/routes/http/upload.ts'

const MINUTE_MS = 60_000

test('a byte now and then does not hold a place in the queue; a poor line may bring its recording', () => {
  expect(isTooSlow(1, 30_000)).toBe(false)
  expect(isTooSlow(2, MINUTE_MS + 1)).toBe(true)
  expect(isTooSlow(1_000_000, 10 * MINUTE_MS)).toBe(true)
  // 2G: 40 kbit/s.
  expect(isTooSlow(3_000_000, 10 * MINUTE_MS)).toBe(false)
})
