import { expect, test } from 'vitest'
import { START_AT } from '../sealing.ts'
import { Rig, TONE_MS } from './rig.ts'

const DUE_AT = START_AT + 30_000

test('an agent that ends well in the middle of a sound goes on where it was', async () => {
  const rig = new Rig()
  const plan = rig.plan(rig.programme(DUE_AT))
  const first = await rig.startLife(plan)
  await rig.clock.runUntil(DUE_AT + 1_000)
  await first.stop()
  await rig.clock.advance(3_000)
  const second = await rig.startLife(plan)
  await rig.clock.advance(20_000)
  const heardMs = [...first.output.sounds(), ...second.output.sounds()].map(({ from, until }) => until - from)
  expect(heardMs.length).toBe(2)
  expect(Math.abs((heardMs[0] ?? 0) + (heardMs[1] ?? 0) - TONE_MS)).toBeLessThanOrEqual(120)
  expect(await second.records()).toMatchObject([{ outcome: 'heard', interruptions: 1 }])
  await second.stop()
})

test.each([5_500, 8_700, 9_800, 14_000])(
  'a power cut costs at most five seconds of what is known of a sound (cut at %d ms)',
  async (cutMs) => {
    const rig = new Rig({ toneMs: 20_000 })
    const plan = rig.plan(rig.programme(DUE_AT, { onInterrupted: 'drop' }))
    const first = await rig.startLife(plan)
    await rig.clock.runUntil(DUE_AT + cutMs)
    await rig.powerCut(first)
    const second = await rig.startLife(plan)
    await rig.clock.advance(60_000)
    expect(second.output.sounds()).toEqual([])
    const [record] = await second.records()
    expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'agentRestarted', startedAt: DUE_AT })
    expect(record?.heardMs).toBeGreaterThanOrEqual(cutMs - 5_500)
    expect(record?.heardMs).toBeLessThanOrEqual(cutMs)
    await second.stop()
  },
)

test('whenever the power is cut, each sound has one record, and one that was heard whole does not sound again', async () => {
  for (let cutMs = -400; cutMs <= TONE_MS + 2_000; cutMs += 100) {
    const rig = new Rig({ writeMs: 30 })
    const plan = rig.plan(rig.programme(DUE_AT))
    const first = await rig.startLife(plan)
    await rig.clock.runUntil(DUE_AT + cutMs)
    await rig.powerCut(first)
    await rig.clock.advance(2_000)
    const second = await rig.startLife(plan)
    await rig.clock.advance(60_000)
    const records = await second.records()
    expect(records, `cut at ${cutMs} ms`).toMatchObject([
      { occurrenceId: 'tin@once/tin/1', outcome: 'heard' },
    ])
    if (cutMs > TONE_MS + 200) expect(second.output.sounds(), `cut at ${cutMs} ms`).toEqual([])
    await second.stop()
  }
})

test.each([
  { cutMs: 200, outcome: 'notHeard', heardMsMin: 0 },
  { cutMs: 1_500, outcome: 'partlyHeard', heardMsMin: 900 },
])(
  'what is dropped by its rule is dropped however early the agent died ($cutMs ms), and its amplifier goes off',
  async ({ cutMs, outcome, heardMsMin }) => {
    const rig = new Rig({ writeMs: 30 })
    const plan = rig.plan(rig.programme(DUE_AT, { onInterrupted: 'drop' }))
    const first = await rig.startLife(plan)
    await rig.clock.runUntil(DUE_AT + cutMs)
    expect(first.board.switched.at(-1)).toMatchObject({ isOn: true })
    await rig.powerCut(first)
    const second = await rig.startLife(plan)
    await rig.clock.advance(30_000)
    expect(second.output.sounds()).toEqual([])
    const [record, ...others] = await second.records()
    expect(others).toEqual([])
    expect(record).toMatchObject({ outcome, reason: 'agentRestarted' })
    expect(record?.heardMs).toBeGreaterThanOrEqual(heardMsMin)
    expect(record?.heardMs).toBeLessThanOrEqual(cutMs)
    expect(second.board.switched).toMatchObject([{ isOn: false }])
    await second.stop()
  },
)

test('an amplifier that a dead agent has left on stays on for a sound that goes on', async () => {
  const rig = new Rig()
  const plan = rig.plan(rig.programme(DUE_AT))
  const first = await rig.startLife(plan)
  await rig.clock.runUntil(DUE_AT + 1_000)
  await rig.powerCut(first)
  const second = await rig.startLife(plan)
  await rig.clock.advance(30_000)
  expect(second.board.switched.map(({ isOn }) => isOn)).toEqual([true, false])
  await second.stop()
})
