import { DAY_MS, HOUR_MS, type Recurrence } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { START_AT } from '../sealing.ts'
import { Rig, TONE_MS } from './rig.ts'

/** 21:14 in Việt Nam. */
const DUE_AT = START_AT + 40_000
const LATENESS_MS = 12 * HOUR_MS

test.each([
  { days: 1, missed: 1 },
  { days: 6, missed: 6 },
  { days: 30, missed: 14 },
])('$days days without power: each of the $missed last sounds has one record', async ({ days, missed }) => {
  const rig = new Rig()
  const recurrence: Recurrence = { kind: 'daily', startTimes: ['21:14'] }
  const plan = rig.plan(rig.programme(DUE_AT, { recurrence, latenessMsMax: LATENESS_MS }))
  const first = await rig.startLife(plan)
  await rig.clock.runUntil(DUE_AT + 20_000)
  await first.stop()
  await rig.clock.runUntil(DUE_AT + days * DAY_MS + LATENESS_MS + HOUR_MS)
  const second = await rig.startLife(plan)
  await rig.clock.advance(60_000)
  const [heard, ...others] = await second.records()
  expect(heard).toMatchObject({ outcome: 'heard', dueAt: DUE_AT, heardMs: TONE_MS })
  expect(others.map(({ outcome, dueAt }) => ({ outcome, dueAt }))).toEqual(
    Array.from({ length: missed }, (_, index) => ({
      outcome: 'notHeard',
      dueAt: DUE_AT + (days - missed + 1 + index) * DAY_MS,
    })),
  )
  expect(second.output.sounds()).toEqual([])
  await second.stop()
})
