import { describe, expect, it } from 'vitest'
import { CaptureLine } from '../../../src/live/clock/capture-line.ts'
import { ServerClock } from '../../../src/live/clock/server-clock.ts'
import { unwrap32 } from '../../../src/live/clock/unwrap.ts'
import { seededChance } from '../../audio/signals.ts'

const SERVER_AT = 1_790_000_000_000

/** What happens at the local end, in its order; it tells of an instant of true time. */
interface Arrival {
  trueMs: number
  take: (clock: ServerClock) => void
}

interface Path {
  ppm: number
  delayMs: () => number
}

/** Exchanges that begin at these instants and a report of the server's every second, over a path with such delays. */
function arrivalsOf(instantsMs: readonly number[], { ppm, delayMs }: Path): Arrival[] {
  const localOf = (trueMs: number) => trueMs * (1 + ppm * 1e-6)
  const exchanges = instantsMs.map((trueMs) => {
    const there = trueMs + delayMs()
    const back = there + 0.05 + delayMs()
    const exchange = {
      ...{ sentMs: localOf(trueMs), receivedMs: localOf(back) },
      ...{ serverReceivedAt: SERVER_AT + there, serverSentAt: SERVER_AT + there + 0.05 },
    }
    return { trueMs: back, take: (clock: ServerClock) => clock.observe(exchange) }
  })
  const seconds = Math.floor((instantsMs.at(-1) ?? 0) / 1_000)
  const reports = Array.from({ length: seconds }, (_, second) => {
    const back = second * 1_000 + 500 + delayMs()
    return {
      trueMs: back,
      take: (clock: ServerClock) => clock.reported(SERVER_AT + second * 1_000 + 500, localOf(back)),
    }
  })
  return [...exchanges, ...reports].sort((one, other) => one.trueMs - other.trueMs)
}

/** What the estimate is off by after each arrival, the local clock fast by `ppm`. */
function errorsMs(instantsMs: readonly number[], path: Path): { trueMs: number; errorMs: number }[] {
  const clock = new ServerClock()
  return arrivalsOf(instantsMs, path).map(({ trueMs, take }) => {
    take(clock)
    return { trueMs, errorMs: clock.serverAt(trueMs * (1 + path.ppm * 1e-6)) - (SERVER_AT + trueMs) }
  })
}

/** The largest error from an instant on. */
const worstFrom = (errors: readonly { trueMs: number; errorMs: number }[], fromMs: number) =>
  Math.max(...errors.flatMap(({ trueMs, errorMs }) => (trueMs >= fromMs ? [Math.abs(errorMs)] : [])))

/** Eight at the beginning, more in the first minute, then one in ten seconds. */
const schedule = (minutes: number) => [
  ...Array.from({ length: 8 }, (_, n) => n * 100),
  ...Array.from({ length: 24 }, (_, n) => 1_000 + 2_500 * n),
  ...Array.from({ length: minutes * 6 - 6 }, (_, n) => 60_000 + 10_000 * (n + 1)),
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
      const errors = errorsMs(schedule(10), { ppm, delayMs: () => 0.3 + 0.4 * chance() })
      expect(Math.abs(errors.find(({ trueMs }) => trueMs > 700)?.errorMs ?? 9)).toBeLessThan(0.3)
      // A minute to learn the rate of the crystal; until then it grows between two exchanges.
      expect(worstFrom(errors, 60_000)).toBeLessThan(0.1)
    }
  })

  it('is known to some milliseconds over a mobile network, and better after minutes', () => {
    const worst = { first: 0, minute: 0, later: 0 }
    for (let seed = 1; seed <= 6; seed++) {
      const errors = errorsMs(schedule(10), { ppm: 30 * (seed - 3), delayMs: mobile(seed) })
      worst.first = Math.max(worst.first, worstFrom(errors, 2_000))
      worst.minute = Math.max(worst.minute, worstFrom(errors, 60_000))
      worst.later = Math.max(worst.later, worstFrom(errors, 300_000))
    }
    expect(worst.first).toBeLessThan(7)
    expect(worst.minute).toBeLessThan(4.5)
    expect(worst.later).toBeLessThan(2.5)
  })

  it('learns nothing from a report that could not have left yet', () => {
    const clock = new ServerClock()
    clock.observe({
      ...{ sentMs: 0, receivedMs: 2 },
      ...{ serverReceivedAt: SERVER_AT + 1, serverSentAt: SERVER_AT + 1 },
    })
    clock.reported(SERVER_AT + 60_000, 1_000)
    expect(clock.serverAt(1_000)).toBeCloseTo(SERVER_AT + 1_000, 3)
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
