import { describe, expect, test } from 'vitest'
import { meanDelayMs } from '../../src/network/model/link-direction.ts'
import { type DirectionProfile, NETWORK_PROFILES } from '../../src/network/profiles.ts'
import { arrived, delays, direction, lossBursts, mean, sigma } from './statistics.ts'

const { lan, '4g': mobile, '4g-poor': poor } = NETWORK_PROFILES
const CLEAN: Pick<DirectionProfile, 'loss' | 'spikes' | 'blackouts'> = {
  loss: lan.up.loss,
  spikes: lan.up.spikes,
  blackouts: lan.up.blackouts,
}
const DIRECTIONS = ['up', 'down'] as const

/** Instants at which the link stood still, or was black, as a probe every 20 ms sees it. */
function stretches(
  profile: DirectionProfile,
  minutes: number,
  isWithin: (delay: number | undefined) => boolean,
) {
  const everyMs = 20
  const all = delays(direction(profile, 'stretches'), {
    count: (minutes * 60_000) / everyMs,
    everyMs,
    sizeBytes: 1,
  })
  const found: { fromMs: number; durationMs: number; delayMsMax: number }[] = []
  all.forEach((delay, index) => {
    if (!isWithin(delay)) return
    const last = found.at(-1)
    const atMs = index * everyMs
    if (last && atMs - (last.fromMs + last.durationMs) <= everyMs) {
      last.durationMs = atMs - last.fromMs
      last.delayMsMax = Math.max(last.delayMsMax, delay ?? 0)
    } else found.push({ fromMs: atMs, durationMs: 0, delayMsMax: delay ?? 0 })
  })
  return found
}

describe.each(DIRECTIONS)('%s', (way) => {
  test('lan: 0.5 ms ± 0.2, nothing lost', () => {
    const all = delays(direction(lan[way], 'lan'), { count: 20_000, everyMs: 20 })
    expect(all.includes(undefined)).toBe(false)
    const took = arrived(all)
    expect(mean(took)).toBeCloseTo(0.5, 1)
    expect(Math.min(...took)).toBeGreaterThanOrEqual(0.3)
    expect(Math.max(...took)).toBeLessThan(0.71)
  })

  test.each([
    ['4g', mobile[way], 30, 8],
    ['4g-poor', poor[way], 60, 25],
  ])('%s: at least its delay, and gamma jitter with its sigma on top', (_name, profile, leastMs, sigmaMs) => {
    const took = arrived(
      delays(direction({ ...profile, ...CLEAN }, 'jitter'), { count: 20_000, everyMs: 500 }),
    )
    expect(Math.min(...took)).toBeGreaterThanOrEqual(leastMs)
    expect(Math.min(...took)).toBeLessThan(leastMs + 0.15 * sigmaMs + 4)
    expect(sigma(took) / sigmaMs).toBeCloseTo(1, 1)
    expect(mean(took) / meanDelayMs(profile)).toBeCloseTo(1, 1)
    // Gamma of shape 2 leans to the right by √2.
    const [middle, spread] = [mean(took), sigma(took)]
    const skewness = mean(took.map((delay) => ((delay - middle) / spread) ** 3))
    expect(skewness).toBeGreaterThan(1.2)
    expect(skewness).toBeLessThan(1.65)
  })

  test('4g: 0.5 % lost, in bursts of three on average', () => {
    const steady = { ...mobile[way], jitter: lan[way].jitter }
    const all = delays(direction(steady, 'loss'), { count: 400_000, everyMs: 20 })
    const bursts = lossBursts(all)
    expect((100 * (all.length - arrived(all).length)) / all.length).toBeCloseTo(0.5, 1)
    expect(mean(bursts)).toBeGreaterThan(2.8)
    expect(mean(bursts)).toBeLessThan(3.2)
    // Geometric: a third of all bursts are of one packet.
    expect(bursts.filter((length) => length === 1).length / bursts.length).toBeCloseTo(1 / 3, 1)
  })

  test('4g-poor: 5 % lost, each for itself', () => {
    const all = delays(direction({ ...poor[way], blackouts: CLEAN.blackouts }, 'loss'), {
      count: 200_000,
      everyMs: 20,
    })
    expect((100 * (all.length - arrived(all).length)) / all.length).toBeCloseTo(5, 0)
    expect(mean(lossBursts(all))).toBeCloseTo(1 / 0.95, 1)
  })

  test('4g: stands still for 50 to 150 ms twice a minute', () => {
    const still = { ...mobile[way], loss: CLEAN.loss, jitter: { kind: 'uniform', halfWidthMs: 0 } as const }
    const found = stretches(still, 120, (delay) => delay !== undefined && delay > 35)
    expect(found.length / 120).toBeGreaterThan(1.7)
    expect(found.length / 120).toBeLessThan(2.3)
    const longest = found.map(({ delayMsMax }) => delayMsMax - 30)
    expect(mean(longest)).toBeGreaterThan(80)
    expect(mean(longest)).toBeLessThan(110)
    expect(Math.max(...longest)).toBeLessThanOrEqual(151)
  })

  test('4g-poor: loses everything for 500 ms once a minute', () => {
    const found = stretches({ ...poor[way], loss: CLEAN.loss }, 120, (delay) => delay === undefined)
    expect(found.length / 120).toBeGreaterThan(0.8)
    expect(found.length / 120).toBeLessThan(1.2)
    for (const { durationMs } of found) expect(Math.abs(durationMs - 500)).toBeLessThanOrEqual(20)
  })
})

test.each([
  ['lan', lan, 1_000, 1_000],
  ['4g', mobile, 5, 10],
  ['4g-poor', poor, 0.5, 1],
] as const)('%s: what it carries in a second', (_name, profile, upMbit, downMbit) => {
  for (const [way, mbit] of [
    ['up', upMbit],
    ['down', downMbit],
  ] as const) {
    const link = direction({ ...profile[way], ...CLEAN }, 'throughput')
    const sizeBytes = 1_250
    // Half again as much as it carries: what does not fit into the queue is lost.
    const everyMs = (sizeBytes * 8) / (1.5 * mbit * 1_000)
    const took = delays(link, { count: 20_000, everyMs, sizeBytes })
    const lastMs = 20_000 * everyMs
    const carried = took.filter(
      (delay, index) => delay !== undefined && index * everyMs + delay <= lastMs,
    ).length
    const lateMs = meanDelayMs(profile[way]) / lastMs
    expect((carried * sizeBytes * 8) / lastMs / 1_000 / mbit).toBeGreaterThan(0.97 - lateMs)
    expect((carried * sizeBytes * 8) / lastMs / 1_000 / mbit).toBeLessThanOrEqual(1.01)
    expect(Math.max(...arrived(took))).toBeLessThan(1_000 + 12 * meanDelayMs(profile[way]))
  }
})

test('4g-poor: a NAT on the way forgets every 20 s', () => {
  expect([lan.rebindEveryMs, mobile.rebindEveryMs, poor.rebindEveryMs]).toEqual([null, null, 20_000])
})
