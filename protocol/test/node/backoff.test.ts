import { expect, test } from 'vitest'
import { Backoff } from '../../src/node.ts'

const chance = (value: number) => ({ next: () => value, bytes: () => new Uint8Array() })

test('the bound doubles from two seconds to thirty; a steady connection begins anew, a short one does not', () => {
  const backoff = new Backoff(chance(1))
  const delays = [0, 0, 0, 0, 0, 0].map((lastedMs) => backoff.nextDelayMs(lastedMs))
  expect(delays).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  expect(backoff.nextDelayMs(9_999)).toBe(30_000)
  expect(backoff.nextDelayMs(10_000)).toBe(2_000)
})

test('chance spreads the delay from one second up', () => {
  expect(new Backoff(chance(0)).nextDelayMs(0)).toBe(1_000)
  expect(new Backoff(chance(0.5)).nextDelayMs(0)).toBe(1_500)
})

test('who is in a hurry waits no longer than they say, and never less than a second', () => {
  const backoff = new Backoff(chance(1))
  expect([0, 0, 0, 0].map((lastedMs) => backoff.nextDelayMs(lastedMs, 3_000))).toEqual([
    2_000, 3_000, 3_000, 3_000,
  ])
  expect(backoff.nextDelayMs(0, 10)).toBe(1_000)
  expect(backoff.nextDelayMs(0)).toBe(30_000)
})
