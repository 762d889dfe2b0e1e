import fc from 'fast-check'
import { expect, it } from 'vitest'
import { REPLAY_WINDOW_PACKETS, ReplayWindow } from '../../../src/rtp/index.ts'

it('RFC 3711 §3.3.2: a packet index is accepted once', () => {
  const indices = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 1_000 })
  fc.assert(
    fc.property(indices, (arriving) => {
      const window = new ReplayWindow(0)
      const accepted = new Set<number>()
      for (const index of arriving) {
        const tooOld = index <= Math.max(-1, ...accepted) - REPLAY_WINDOW_PACKETS
        expect(window.isFresh(index)).toBe(!tooOld && !accepted.has(index))
        if (!window.isFresh(index)) continue
        window.accept(index)
        accepted.add(index)
      }
    }),
    { seed: 1, numRuns: 200 },
  )
})

it('remembers 256 packets and takes nothing older', () => {
  const window = new ReplayWindow(0)
  window.accept(1_000)
  expect(window.isFresh(745)).toBe(true)
  expect(window.isFresh(744)).toBe(false)
})

it('moves on when told, and never back', () => {
  const window = new ReplayWindow(100)
  window.moveTo(5_000)
  window.moveTo(4_000)
  expect(window.highest).toBe(5_000)
  expect(window.isFresh(5_000)).toBe(true)
  expect(window.isFresh(4_700)).toBe(false)
})
