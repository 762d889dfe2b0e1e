import { describe, expect, it } from 'vitest'
import { SampleClock } from '../../src/hardware/output/sample-clock.ts'
import { WallOffset } from '../../src/hardware/output/wall-offset.ts'
import { ManualClock } from './manual-clock.ts'

/** A seeded generator (mulberry32), so that the same noise comes every time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Run {
  /** The largest error of `timeOf` for a sample 100 ms ahead, after the first 5 s. */
  errorMsMax: number
  clock: SampleClock
}

/** Reports every 40 ms of a card `ppm` fast, each late by a millisecond or so and sometimes by much more. */
function follow(
  ppm: number,
  options: { durationMs: number; lateMs: (chance: number, atMs: number) => number },
): Run {
  const chance = seeded(7)
  const clock = new SampleClock(48_000)
  const samplesPerMs = 48 * (1 + ppm * 1e-6)
  let errorMsMax = 0
  for (let atMs = 0; atMs < options.durationMs; atMs += 40) {
    clock.observe(Math.floor(atMs * samplesPerMs), atMs + options.lateMs(chance(), atMs))
    const estimate = clock.timeOf((atMs + 100) * samplesPerMs) ?? Number.NaN
    if (atMs > 5_000) errorMsMax = Math.max(errorMsMax, Math.abs(estimate - atMs - 100))
  }
  return { errorMsMax, clock }
}

const ordinary = (chance: number) => 0.1 + chance ** 4 * 6 + (chance > 0.98 ? 60 : 0)

describe('the estimate of the card clock', () => {
  it.each([100, -100, 0])(
    'follows a card of %i ppm to a fraction of a millisecond through late reports',
    (ppm) => {
      const { errorMsMax, clock } = follow(ppm, { durationMs: 60_000, lateMs: ordinary })
      expect(errorMsMax).toBeLessThan(0.4)
      expect(Math.abs(clock.ppm - ppm)).toBeLessThan(10)
      expect(clock.relocks).toBe(0)
      expect(clock.isLocked).toBe(true)
    },
  )

  it('two seconds of a busy machine, all reports late, hardly move it', () => {
    const lateMs = (chance: number, atMs: number) =>
      ordinary(chance) + (atMs > 20_000 && atMs < 22_000 ? 15 : 0)
    const { errorMsMax, clock } = follow(100, { durationMs: 60_000, lateMs })
    expect(errorMsMax).toBeLessThan(1)
    expect(clock.relocks).toBe(0)
  })

  it('a card that jumps is found again, and that is counted', () => {
    const lateMs = (_: number, atMs: number) => (atMs > 20_000 ? 200 : 0)
    const { clock } = follow(0, { durationMs: 30_000, lateMs })
    expect(clock.relocks).toBe(1)
    expect(clock.timeOf(30_000 * 48)).toBeCloseTo(30_200, 0)
  })

  it('is not locked before some reports, and keeps the rate over a reset', () => {
    const { clock } = follow(100, { durationMs: 30_000, lateMs: () => 0.1 })
    clock.reset()
    expect(clock.isLocked).toBe(false)
    expect(clock.timeOf(0)).toBeNull()
    expect(clock.ppm).toBeGreaterThan(90)
  })
})

describe('wall time of what is heard', () => {
  it('a step of the wall clock moves it once, by the step', () => {
    const clock = new ManualClock()
    const wall = new WallOffset(clock)
    const atStart = wall.toWall(1_000)
    expect(atStart).toBe(1_800_000_001_000)
    clock.wallOffsetMs += 600_000
    expect(wall.toWall(1_000)).toBe(atStart + 600_000)
    clock.advance(20)
    expect(wall.toWall(1_000)).toBe(atStart + 600_000)
  })

  it('a wall clock of whole milliseconds does not make it jitter', () => {
    const clock = new ManualClock()
    const wall = new WallOffset({
      now: () => Math.floor(clock.now()),
      monotonicMs: () => clock.monotonicMs(),
      after: () => ({ cancel() {} }),
    })
    let last = wall.toWall(0)
    for (let turn = 0; turn < 500; turn++) {
      clock.advance(20.37)
      const next = wall.toWall(0)
      expect(Math.abs(next - last)).toBeLessThan(0.01)
      last = next
    }
  })
})
