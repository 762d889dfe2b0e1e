import { expect, test } from 'vitest'
import { LinkStream } from '../../src/network/model/link-stream.ts'
import { NETWORK_PROFILES } from '../../src/network/profiles.ts'
import { delays, direction, mean, RETRANSMIT_MS } from './statistics.ts'

const LAN = NETWORK_PROFILES.lan.up
const MOBILE = NETWORK_PROFILES['4g'].down
const POOR = NETWORK_PROFILES['4g-poor'].down
const STEADY = { ...LAN, jitter: { kind: 'uniform', halfWidthMs: 0 }, delayMs: 40 } as const

test('the same seed gives the same link, another one another', () => {
  const run = (seed: string) => delays(direction(POOR, seed), { count: 500, everyMs: 20 })
  expect(run('one')).toEqual(run('one'))
  expect(run('one')).not.toEqual(run('other'))
})

test('what is not to be reordered never is, and jitter stays as it was drawn for a stream of packets 20 ms apart', () => {
  const link = direction({ ...POOR, loss: LAN.loss, blackouts: LAN.blackouts }, 'order')
  const all = delays(link, { count: 50_000, everyMs: 20 })
  const arrivals = all.map((delay, index) => (delay ?? Number.NaN) + index * 20)
  expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b))
  const took = all.map((delay) => delay ?? Number.NaN)
  expect(mean(took) / (60 + 25 * Math.SQRT2)).toBeCloseTo(1, 1)
})

test('reordered: that share is overtaken, by later packets and not by much', () => {
  const link = direction({ ...STEADY, reordered: 0.1 }, 'reordered')
  const took = delays(link, { count: 20_000, everyMs: 5 }).map((delay) => delay ?? Number.NaN)
  const overtaken = took.filter((delay) => delay > 49)
  expect(overtaken.length / took.length).toBeCloseTo(0.1, 2)
  expect(Math.max(...overtaken)).toBeLessThanOrEqual(91)
})

test('duplicated: that share arrives twice, the copy not before the original', () => {
  const link = direction({ ...STEADY, duplicated: 0.2 }, 'duplicated')
  const all = Array.from({ length: 20_000 }, (_, index) => link.datagram(index * 5, 100))
  const twice = all.filter((arrivals) => arrivals.length === 2)
  expect(twice.length / all.length).toBeCloseTo(0.2, 2)
  for (const [original = Number.NaN, copy = Number.NaN] of twice)
    expect(copy).toBeGreaterThanOrEqual(original)
})

test('an outage: no datagram arrives, no end of a stream is known, and afterwards all is as before', () => {
  const link = direction(STEADY, 'outage')
  const stream = new LinkStream(link)
  link.isOut = true
  expect(link.datagram(0, 100)).toEqual([])
  expect(stream.deliver(0, 100)).toBe(Number.POSITIVE_INFINITY)
  link.isOut = false
  expect(link.datagram(1_000, 0)).toEqual([1_040])
  expect(stream.deliver(1_000, 0)).toBeCloseTo(1_040, 0)
})

test('a lost segment comes one retransmission later, twice lost three, and whatever is behind it waits', () => {
  const link = direction({ ...STEADY, loss: { share: 0.2, burstPackets: 1.25 } }, 'segments')
  const stream = new LinkStream(link)
  const took = Array.from({ length: 20_000 }, (_, index) => {
    const sentMs = index * 10_000
    return Math.round((stream.deliver(sentMs, 100) - sentMs - 40) / RETRANSMIT_MS)
  })
  const share = (rounds: number) => took.filter((value) => value === rounds).length / took.length
  expect(share(0)).toBeCloseTo(0.8, 2)
  expect(share(1)).toBeCloseTo(0.2 * 0.8, 2)
  expect(share(3)).toBeCloseTo(0.2 * 0.2 * 0.8, 2)
  expect(share(2)).toBe(0)
  const arrivals = Array.from({ length: 1_000 }, (_, index) => stream.deliver(1e9 + index, 100))
  expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b))
})

test('a segment lost in a blackout is sent until it is over', () => {
  const blackouts = { perMinute: 60, durationMsMin: 500, durationMsMax: 500 }
  const stream = new LinkStream(direction({ ...STEADY, blackouts }, 'blackouts'))
  const took = Array.from(
    { length: 5_000 },
    (_, index) => stream.deliver(index * 10_000, 100) - index * 10_000,
  )
  const late = took.filter((delay) => delay > 100)
  expect(late.length / took.length).toBeGreaterThan(0.2)
  expect(took.every(Number.isFinite)).toBe(true)
})

test('a stream gets the whole of the link, less its headers', () => {
  const stream = new LinkStream(direction({ ...MOBILE, loss: LAN.loss }, 'bulk'))
  const sizeBytes = 2_500_000
  const tookS = stream.deliver(0, sizeBytes) / 1_000
  expect((sizeBytes * 8) / 1e6 / tookS).toBeGreaterThan(9)
  expect((sizeBytes * 8) / 1e6 / tookS).toBeLessThan(10)
})

test('two streams do not wait for each other’s lost segments', () => {
  const link = direction({ ...STEADY, loss: { share: 0.5, burstPackets: 2 } }, 'two')
  const [one, other] = [new LinkStream(link), new LinkStream(link)]
  const pairs = Array.from({ length: 200 }, (_, index) => [one.deliver(index, 10), other.deliver(index, 10)])
  expect(pairs.some(([first = 0, second = 0]) => first > second + 100)).toBe(true)
  expect(pairs.some(([first = 0, second = 0]) => second > first + 100)).toBe(true)
})
