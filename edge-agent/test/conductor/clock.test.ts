import { MINUTE_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { START_AT } from '../sealing.ts'
import { Rig, TONE_MS } from './rig.ts'

const DUE_AT = START_AT + 30_000

test.each([10 * MINUTE_MS, -10 * MINUTE_MS])(
  'a wall clock stepped by %i ms in the middle of a sound: it goes on to its end, once, and is heard',
  async (stepMs) => {
    const rig = new Rig()
    const life = await rig.startLife(rig.plan(rig.programme(DUE_AT)))
    await rig.clock.runUntil(DUE_AT + 500)
    rig.wall.stepWall(stepMs)
    await rig.clock.runUntil(DUE_AT + TONE_MS + 5_000)
    const before = life.output.frames.filter(({ level }) => level > 0.003).length
    expect(Math.abs(before * 20 - TONE_MS)).toBeLessThanOrEqual(100)
    expect(await life.records()).toMatchObject([{ outcome: 'heard', reason: null }])
    rig.wall.stepWall(-stepMs)
    life.trustClock()
    await rig.clock.advance(5 * MINUTE_MS)
    expect(life.output.frames.filter(({ level }) => level > 0.003).length).toBe(before)
    expect((await life.records()).length).toBe(1)
    await life.stop()
  },
)

test('what a new cluster missed while its clock was wrong has its record once it is right', async () => {
  const rig = new Rig()
  rig.wall.setWall(0)
  const life = await rig.startLife(rig.plan(rig.programme(DUE_AT, { latenessMsMax: 1_000 })))
  await rig.clock.runUntil(DUE_AT + MINUTE_MS)
  expect(life.output.sounds()).toEqual([])
  expect(await life.records()).toEqual([])
  rig.wall.setWall(rig.clock.now())
  life.trustClock()
  await rig.clock.advance(MINUTE_MS)
  expect(life.output.sounds()).toEqual([])
  expect(await life.records()).toMatchObject([{ outcome: 'notHeard', reason: 'clockUntrusted' }])
  await life.stop()
})
