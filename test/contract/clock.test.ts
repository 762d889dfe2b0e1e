import type { Clock } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { describe, expect, test } from 'vitest'
import { VirtualClock } from '../../hardware-sim/src/virtual/index.ts'

interface ClockPart {
  clock: Clock
  wait(durationMs: number): Promise<void>
}

function virtualPart(): ClockPart {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5))
  return { clock, wait: (durationMs) => clock.advance(durationMs) }
}

function viewPart(): ClockPart {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5))
  return { clock: clock.view(-1_000), wait: (durationMs) => clock.advance(durationMs) }
}

const systemPart = (): ClockPart => ({
  clock: systemClock,
  wait: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
})

describe.each([
  ['virtual', virtualPart],
  ['view of a virtual clock', viewPart],
  ['system', systemPart],
])('clock: %s', (_name, startPart) => {
  test('both clocks go forward together', async () => {
    const { clock, wait } = startPart()
    const before = { at: clock.now(), ms: clock.monotonicMs() }
    await wait(50)
    expect(clock.monotonicMs() - before.ms).toBeGreaterThanOrEqual(49)
    expect(Math.abs(clock.now() - before.at - (clock.monotonicMs() - before.ms))).toBeLessThan(20)
  })

  test('a timer runs once, not before its time', async () => {
    const { clock, wait } = startPart()
    const beginMs = clock.monotonicMs()
    const ranAtMs: number[] = []
    clock.after(30, () => ranAtMs.push(clock.monotonicMs() - beginMs))
    await wait(100)
    expect(ranAtMs).toHaveLength(1)
    expect(ranAtMs[0]).toBeGreaterThanOrEqual(29)
  })

  test('a cancelled timer never runs, and cancelling later does no harm', async () => {
    const { clock, wait } = startPart()
    let runs = 0
    clock.after(10, () => runs++).cancel()
    const ran = clock.after(10, () => runs++)
    await wait(50)
    ran.cancel()
    expect(runs).toBe(1)
  })

  test('timers run in the order of their time, and of their making where that is the same', async () => {
    const { clock, wait } = startPart()
    const order: string[] = []
    clock.after(40, () => order.push('late'))
    clock.after(10, () => order.push('first'))
    clock.after(10, () => order.push('second'))
    await wait(80)
    expect(order).toEqual(['first', 'second', 'late'])
  })

  test('a delay that is negative runs at once, but never inside the call', async () => {
    const { clock, wait } = startPart()
    const order: string[] = []
    clock.after(-5, () => order.push('timer'))
    order.push('after the call')
    await wait(20)
    expect(order).toEqual(['after the call', 'timer'])
  })
})
