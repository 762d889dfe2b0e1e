import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compactNtpOf, ntpTimestampOf, unixMsOf } from '../../src/rtp/index.ts'

it('RFC 5905 §6: Unix and NTP time are the same instant to half a microsecond, over the new era of 2036', () => {
  const at = fc.double({ min: 0, max: Date.UTC(2103, 0), noNaN: true })
  fc.assert(
    fc.property(at, (instant) => {
      expect(Math.abs(unixMsOf(ntpTimestampOf(instant)) - instant)).toBeLessThan(0.000_5)
    }),
    { seed: 1, numRuns: 1_000 },
  )
})

it('knows the dates of RFC 5905 figure 4', () => {
  expect(ntpTimestampOf(Date.UTC(1970, 0, 1))).toEqual({ seconds: 2_208_988_800, fraction: 0 })
  expect(ntpTimestampOf(Date.UTC(1999, 11, 31))).toEqual({ seconds: 3_155_587_200, fraction: 0 })
  expect(unixMsOf({ seconds: 63_104, fraction: 2 ** 31 })).toBe(Date.UTC(2036, 1, 8) + 500)
})

it('RFC 3550 §6.4.1: the compact form is the middle of the long one', () => {
  // The example of RFC 3550 figure 2: n = 0xb44db705:20000000, LSR = 0xb705:2000.
  const at = unixMsOf({ seconds: 0xb44d_b705, fraction: 0x2000_0000 })
  expect(compactNtpOf(at)).toBe(0xb705_2000)
})
