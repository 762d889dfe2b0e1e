import { sleep } from '@tieng-lang/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { VirtualClock } from '../../src/virtual/virtual-clock.ts'

const START_AT = Date.UTC(2026, 0, 5)

test('timers run by time, then by insertion, whatever the order in which they were made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 40 }), async (delaysMs) => {
      const clock = new VirtualClock(START_AT)
      const ran: number[] = []
      for (const [index, delayMs] of delaysMs.entries()) clock.after(delayMs, () => ran.push(index))
      await clock.advance(20)
      const expected = delaysMs
        .map((delayMs, index) => ({ delayMs, index }))
        .sort((a, b) => a.delayMs - b.delayMs || a.index - b.index)
      expect(ran).toEqual(expected.map(({ index }) => index))
    }),
    { numRuns: 60 },
  )
})

test('each event finds the clock at its own time, and promises run to their end between two events', async () => {
  const clock = new VirtualClock(START_AT)
  const seen: string[] = []
  const walk = async (name: string) => {
    for (let step = 0; step < 3; step++) {
      await sleep(clock, 100)
      for (let turn = 0; turn < 50; turn++) await Promise.resolve()
      seen.push(`${name} ${clock.now() - START_AT}`)
    }
  }
  const walks = [walk('a'), walk('b')]
  await clock.runUntil(START_AT + 300)
  await Promise.all(walks)
  expect(seen).toEqual(['a 100', 'b 100', 'a 200', 'b 200', 'a 300', 'b 300'])
})

test('events due at the end are included, later ones wait', async () => {
  const clock = new VirtualClock(START_AT)
  const ran: number[] = []
  for (const delayMs of [10, 11]) clock.after(delayMs, () => ran.push(delayMs))
  await clock.advance(10)
  expect(ran).toEqual([10])
  expect(clock.nextDueAt()).toBe(START_AT + 11)
})

test("a view's wall clock steps alone: its timers and true time do not move", async () => {
  const clock = new VirtualClock(START_AT)
  const view = clock.view(-5_000)
  expect(view.now()).toBe(START_AT - 5_000)
  let isRun = false
  view.after(1_000, () => {
    isRun = true
  })
  view.setWall(0)
  view.stepWall(600_000)
  expect(view.now()).toBe(600_000)
  await clock.advance(999)
  expect(isRun).toBe(false)
  await clock.advance(1)
  expect(isRun).toBe(true)
  expect(clock.now()).toBe(START_AT + 1_000)
  expect(view.now()).toBe(601_000)
})

test('seven days of a timer every second pass quickly', async () => {
  const clock = new VirtualClock(START_AT)
  let ticks = 0
  const tick = () => {
    ticks++
    clock.after(1_000, tick)
  }
  clock.after(1_000, tick)
  await clock.advance(7 * 86_400_000)
  expect(ticks).toBe(7 * 86_400)
})

test('time passes during an act, until it has its result or fails', async () => {
  const clock = new VirtualClock(0)
  const later = (ms: number) => new Promise<string>((resolve) => clock.after(ms, () => resolve('there')))
  expect(await clock.during(later(5_000))).toBe('there')
  expect(clock.monotonicMs()).toBeLessThan(5_020)
  await expect(clock.during(later(10).then(() => Promise.reject(new Error('no'))))).rejects.toThrow('no')
  await expect(clock.during(later(600_000))).rejects.toThrow(/not at its end/)
})

test('a machine without power has no timers left, and one whose clock is set is told', async () => {
  const clock = new VirtualClock(0)
  const [one, other] = [clock.view(), clock.view()]
  const ran: string[] = []
  one.after(100, () => ran.push('one'))
  other.after(100, () => ran.push('other'))
  other.onSet(() => ran.push(`set to ${other.now()}`))
  one.halt()
  other.setWall(5_000)
  await clock.advance(1_000)
  expect(ran).toEqual(['set to 5000', 'other'])
})

test('a quartz that runs fast takes both clocks of its machine and its timers along, and no step is seen', async () => {
  const clock = new VirtualClock(START_AT)
  const view = clock.view()
  view.drift(100)
  await clock.advance(10_000_000)
  expect(view.now() - clock.now()).toBeCloseTo(1_000, 3)
  expect(view.monotonicMs() - clock.monotonicMs()).toBeCloseTo(1_000, 3)
  let ranAt: number | undefined
  view.after(10_001_000, () => {
    ranAt = clock.now()
  })
  await clock.advance(10_000_001)
  expect(ranAt).toBeCloseTo(START_AT + 20_000_000, 1)
  view.drift(0)
  await clock.advance(10_000_000)
  expect(view.now() - clock.now()).toBeCloseTo(2_000, 2)
})
