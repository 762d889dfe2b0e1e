import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  estimatePacketIndex,
  PACKET_INDEX_MAX,
  packetIndexOf,
  rolloverCounterOf,
  sequenceNumberOf,
} from '../../../src/rtp/index.ts'
import { packetIndex } from '../samples.ts'

it('RFC 3711 §3.3.1: a packet index is 2^16 times the rollover counter plus the sequence number', () => {
  fc.assert(
    fc.property(packetIndex, (index) => {
      expect(packetIndexOf(rolloverCounterOf(index), sequenceNumberOf(index))).toBe(index)
      expect(rolloverCounterOf(index)).toBeLessThan(2 ** 32)
    }),
    { seed: 1 },
  )
})

it('RFC 3711 appendix A: an index less than 2^15 away is found from its sequence number', () => {
  const distance = fc.integer({ min: -(2 ** 15) + 1, max: 2 ** 15 - 1 })
  fc.assert(
    fc.property(packetIndex, distance, (near, away) => {
      const index = Math.min(PACKET_INDEX_MAX, Math.max(0, near + away))
      expect(estimatePacketIndex(sequenceNumberOf(index), near)).toBe(index)
    }),
    { seed: 2, numRuns: 2_000 },
  )
})

it.each([
  [65_535, 0, 65_536],
  [65_536, 65_535, 65_535],
  [65_536 + 32_766, 65_535, 65_535],
  [65_536 + 32_767, 65_535, 65_536 * 2 - 1],
  [0, 65_535, 65_535],
])('near %i the sequence number %i means %i', (near, sequenceNumber, index) => {
  expect(estimatePacketIndex(sequenceNumber, near)).toBe(index)
})

it('never leaves 48 bits', () => {
  expect(estimatePacketIndex(3, PACKET_INDEX_MAX)).toBe(PACKET_INDEX_MAX - 65_535 + 3)
})
