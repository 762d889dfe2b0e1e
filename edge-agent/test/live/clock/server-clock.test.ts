import { describe, expect, it } from 'vitest'
import { CaptureLine } from '../../../src/live/clock/capture-line.ts'
import { ServerClock } from '../../../src/live/clock/server-clock.ts'
import { unwrap32 } from '../../../src/live/clock/unwrap.ts'
import { seededChance } from '../../audio/signals.ts'

const SERVER_AT = 1_790_000_000_000

/** Exchanges over a path of jittering delays, the local clock fast by `ppm`; gives what the estimate was off by at the end of each. */
function errorsMs(
  instantsMs: readonly number[],
  { ppm, delayMs }: { ppm: number; delayMs: () => number },
): number[] {
  const clock = new ServerClock()
  const localOf = (trueMs: number) => trueMs * (1 + ppm * 1e-6)
  return instantsMs.map((trueMs) => {
    const there = trueMs + delayMs()
    const back = there + 0.05 + delayMs()
    clock.observe({
      sentMs: localOf(trueMs),
      receivedMs: localOf(back),
      serverReceivedAt: SERVER_AT + there,
      serverSentAt: SERVER_AT + there + 0.05,
    })
    return clock.serverAt(localOf(back)) - (SERVER_AT + back)
  })
}

/** Eight at the beginning, then one in ten seconds. */
const schedule = (minutes: number) => [
  ...Array.from({ length: 8 }, (_, n) => n * 40),
  ...Array.from({ length: minutes * 6 }, (_, n) => 10_000 * (n + 1)),
]

/** 30 ms and a gamma jitter of σ = 8 ms, the sum of two exponentials, as in the profile `4g`. */
function mobile(seed: number): () => number {
  const chance = seededChance(seed)
  const scaleMs = 8 / Math.SQRT2
  return () => 30 - scaleMs * (Math.log(1 - chance()) + Math.log(1 - chance()))
}

describe('the server clock', () => {
  it('is known to 0.3 ms on a lan after eight exchanges, and followed over a drift of ±100 ppm', () => {
    for (const ppm of [-100, 100]) {
      const chance = seededChance(7)
      const errors = errorsMs(schedule(30), { ppm, delayMs: () => 0.3 + 0.4 * chance() })
      expect(Math.abs(errors[7] ?? 9)).toBeLessThan(0.3)
      // A minute to learn the rate of the crystal; until then it grows between two exchanges.
      expect(Math.max(...errors.slice(20).map(Math.abs))).toBeLessThan(0.3)
    }
  })

  it('is known to some milliseconds over a mobile network, and better after minutes', () => {
    const worst = { first: 0, later: 0 }
    for (let seed = 1; seed <= 20; seed++) {
      const errors = errorsMs(schedule(60), { ppm: 40, delayMs: mobile(seed) })
      worst.first = Math.max(worst.first, Math.abs(errors[7] ?? 99))
      worst.later = Math.max(worst.later, ...errors.slice(120).map(Math.abs))
    }
    expect(worst.first).toBeLessThan(6)
    expect(worst.later).toBeLessThan(2.5)
  })

  it('passes over an exchange that contradicts itself, and follows a server whose clock was set', () => {
    const clock = new ServerClock()
    const exchange = (sentMs: number, serverAt: number) => ({
      sentMs,
      receivedMs: sentMs + 2,
      serverReceivedAt: serverAt + 1,
      serverSentAt: serverAt + 1,
    })
    clock.observe(exchange(0, SERVER_AT))
    clock.observe({ sentMs: 10, receivedMs: 9, serverReceivedAt: 0, serverSentAt: 0 })
    clock.observe({ sentMs: 10, receivedMs: Number.NaN, serverReceivedAt: 0, serverSentAt: 0 })
    expect(clock.count).toBe(1)
    expect(clock.serverAt(100)).toBeCloseTo(SERVER_AT + 100, 3)
    clock.observe(exchange(200, SERVER_AT + 5_000))
    expect(clock.serverAt(200)).toBeCloseTo(SERVER_AT + 5_000, 3)
  })
})

describe('the capture line', () => {
  it('has the rate of the microphone from its reports, alike for who joins later', () => {
    const early = new CaptureLine()
    const late = new CaptureLine()
    const sampleAt = (ms: number) => 1e9 + ms * 48 * (1 + 80e-6)
    for (let ms = 0; ms <= 60_000; ms += 5_000) {
      const report = { serverAt: SERVER_AT + ms, sample: sampleAt(ms) }
      early.note(report)
      if (ms >= 40_000) late.note(report)
    }
    for (const line of [early, late])
      expect(line.sampleAt(SERVER_AT + 64_000)).toBeCloseTo(sampleAt(64_000), 0)
  })

  it('begins anew where the source has: a report far off the line', () => {
    const line = new CaptureLine()
    line.note({ serverAt: SERVER_AT, sample: 0 })
    line.note({ serverAt: SERVER_AT + 5_000, sample: 240_000 })
    line.note({ serverAt: SERVER_AT + 10_000, sample: 100 })
    expect(line.sampleAt(SERVER_AT + 10_000)).toBe(100)
  })
})

describe('RTP timestamps', () => {
  it('RFC 3550 §5.1: go on after 2^32, forwards and backwards', () => {
    expect(unwrap32(10, 2 ** 32 - 10)).toBe(2 ** 32 + 10)
    expect(unwrap32(2 ** 32 - 10, 2 ** 32 + 10)).toBe(2 ** 32 - 10)
    expect(unwrap32(5, 7)).toBe(5)
  })
})
