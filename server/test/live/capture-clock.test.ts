import { expect, test } from 'vitest'
import { CaptureClock } from '../../src/broadcasting/live/source/capture-clock.ts'

const BEGAN_AT = 1_800_000_000_000
const PACKET_SAMPLES = 960

/** Feeds packets that were taken at their time and come `wayMs(packet)` later; gives how wrong each was dated. */
function errorsMs(
  count: number,
  {
    wayMs,
    ppm = 0,
    clock = new CaptureClock(400),
  }: { wayMs: (packet: number) => number; ppm?: number; clock?: CaptureClock },
): number[] {
  return Array.from({ length: count }, (_, packet) => {
    const takenAt = BEGAN_AT + packet * 20 * (1 + ppm / 1e6)
    const { capturedAt } = clock.date(7_000 + packet * PACKET_SAMPLES, takenAt + 20 + wayMs(packet))
    return capturedAt - takenAt
  })
}

test('the quickest packets say when it was taken: jitter on the way moves nothing', () => {
  const errors = errorsMs(1_000, { wayMs: (packet) => 10 + ((packet * 37) % 25) })
  expect(Math.abs(errors.at(-1) ?? 0)).toBeLessThan(13)
  const steps = errors.slice(300).map((error, index) => Math.abs(error - (errors[299 + index] ?? 0)))
  expect(Math.max(...steps)).toBeLessThan(0.0041)
})

test('a sound card that is 100 ppm off is followed without a jump', () => {
  const errors = errorsMs(50 * 600, { wayMs: () => 10, ppm: 100 })
  expect(Math.max(...errors.map((error) => Math.abs(error - 10)))).toBeLessThan(3.5)
  // Once it has found the rate it keeps to it: what clusters draw a line through is one.
  const late = errors.slice(50 * 120)
  expect(Math.max(...late) - Math.min(...late)).toBeLessThan(0.2)
})

test('jitter bends the line through the reports of some seconds by less than a tenth of a millisecond', () => {
  let seed = 1
  const noise = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const errors = errorsMs(50 * 300, { wayMs: () => 5 + 20 * noise(), ppm: 60 })
  const reports = errors.filter((_, packet) => packet > 50 * 60 && packet % 50 === 0)
  const bends = reports.slice(10).map((error, index) => Math.abs(error - (reports[index] ?? 0)))
  expect(Math.max(...bends)).toBeLessThan(0.1)
})

test('first packets that were late do not stay so: the count moves to what the quicker ones prove', () => {
  const errors = errorsMs(100, { wayMs: (packet) => (packet < 5 ? 300 : 10) })
  expect(errors[0]).toBe(300)
  expect(errors.at(-1)).toBeCloseTo(10, 1)
})

test('after a network that stood still for four seconds everything is dated as it was taken', () => {
  const wayMs = (packet: number) => (packet >= 200 && packet < 400 ? 10 + (400 - packet) * 20 : 10)
  expect(Math.max(...errorsMs(600, { wayMs }).map((error) => Math.abs(error - 10)))).toBeLessThan(1)
})

test('a microphone that slept is dated by its arrivals again within two seconds, and the count leaves a gap', () => {
  const clock = new CaptureClock(400)
  errorsMs(200, { wayMs: () => 10, clock })
  const woken = Array.from({ length: 150 }, (_, packet) => {
    const takenAt = BEGAN_AT + (200 + packet) * 20 + 3_000
    return { takenAt, ...clock.date(7_000 + (200 + packet) * PACKET_SAMPLES, takenAt + 30) }
  })
  const late = woken.findIndex(({ capturedAt, takenAt }) => Math.abs(capturedAt - takenAt - 10) < 1)
  expect(late * 20).toBeLessThanOrEqual(3_100)
  expect((woken.at(-1)?.sample ?? 0) - 199 * PACKET_SAMPLES).toBeCloseTo(
    150 * PACKET_SAMPLES + 3_000 * 48,
    -2,
  )
})

test('a way that grows longer within half of the delay costs nothing: no gap, nothing thrown away', () => {
  const clock = new CaptureClock(1_000)
  const samples = Array.from({ length: 1_000 }, (_, packet) => {
    const wayMs = packet > 200 && packet < 700 ? 400 : 30
    return clock.date(packet * PACKET_SAMPLES, BEGAN_AT + packet * 20 + 20 + wayMs).sample
  })
  expect(
    samples.every((sample, index) => index === 0 || sample - (samples[index - 1] ?? 0) === PACKET_SAMPLES),
  ).toBe(true)
})

test('another microphone goes on in the same count at its own time', () => {
  const clock = new CaptureClock(400)
  errorsMs(50, { wayMs: () => 10, clock })
  clock.beginSource()
  const takenAt = BEGAN_AT + 5_000
  const { capturedAt, sample } = clock.date(123_456_789, takenAt + 30)
  expect(capturedAt - takenAt).toBeCloseTo(10, 1)
  expect(Math.abs(sample - 5_000 * 48)).toBeLessThan(48)
})
