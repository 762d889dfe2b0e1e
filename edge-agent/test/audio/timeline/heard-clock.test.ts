import { describe, expect, it } from 'vitest'
import { HeardClock } from '../../../src/audio/timeline/heard-clock.ts'
import { seededChance } from '../signals.ts'

const T0 = 1_790_000_000_123.4

function observed(frameCount: number, estimateMs: (frame: number) => number): HeardClock {
  const clock = new HeardClock()
  for (let frame = 0; frame < frameCount; frame++) clock.observe(T0 + estimateMs(frame))
  return clock
}

function errorMs(clock: HeardClock, trueMs: number): number {
  return (clock.originAt ?? 0) - T0 + clock.elapsedMs - trueMs
}

describe('the heard clock', () => {
  it.each([100, -100, 0])('finds a drift of %d ppm within 30 s behind ±0.5 ms of jitter', (ppm) => {
    const chance = seededChance(ppm + 1000)
    const trueMs = (frame: number) => frame * 20 * (1 + ppm / 1e6)
    const clock = observed(1500, (frame) => trueMs(frame) + chance() - 0.5)
    expect(Math.abs(clock.drift * 1e6 - ppm)).toBeLessThan(15)
    expect(Math.abs(errorMs(clock, trueMs(1499)))).toBeLessThan(0.1)
  })

  it('loses nothing to the coarseness of a Unix time over a day at 3 ppm', () => {
    const trueMs = (frame: number) => frame * 20 * 1.000003
    const clock = observed(4_320_000, trueMs)
    expect(Math.abs(errorMs(clock, trueMs(4_319_999)))).toBeLessThan(0.005)
  })

  it('ignores outliers, and follows a jump at its third frame', () => {
    const outliers = observed(500, (frame) => frame * 20 + (frame % 50 > 47 ? 300 : 0))
    expect(Math.abs(errorMs(outliers, 499 * 20))).toBeLessThan(0.01)
    const jumped = (frameCount: number) =>
      observed(frameCount, (frame) => frame * 20 + (frame >= 100 ? 80 : 0))
    expect(errorMs(jumped(102), 101 * 20)).toBeCloseTo(0, 1)
    expect(errorMs(jumped(103), 102 * 20)).toBeCloseTo(80, 1)
  })
})
