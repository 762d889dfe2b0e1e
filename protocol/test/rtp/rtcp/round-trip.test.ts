import { expect, it } from 'vitest'
import { reportRoundTripMs, unixMsOf } from '../../../src/rtp/index.ts'

const block = { ssrc: 1, lostRatio: 0, packetsLost: 0, highestSequenceNumber: 0, jitterSamples: 0 }

it('RFC 3550 figure 2: the round trip is 6.125 s', () => {
  const receivedAt = unixMsOf({ seconds: 0xb44d_b710, fraction: 0x8000_0000 })
  const heard = { ...block, lastSenderReport: 0xb705_2000, delaySinceLastSenderReportMs: 5_250 }
  expect(reportRoundTripMs(heard, receivedAt)).toBe(6_125)
})

it('is not known before a sender report came, and goes over the end of the 32 bits', () => {
  const never = { ...block, lastSenderReport: 0, delaySinceLastSenderReportMs: 0 }
  expect(reportRoundTripMs(never, 1_795_000_000_000)).toBeUndefined()
  const receivedAt = unixMsOf({ seconds: 0xb44d_0000, fraction: 0x8000_0000 })
  const heard = { ...block, lastSenderReport: 0xffff_8000, delaySinceLastSenderReportMs: 250 }
  expect(reportRoundTripMs(heard, receivedAt)).toBe(750)
})
