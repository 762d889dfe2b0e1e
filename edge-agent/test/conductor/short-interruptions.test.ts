import { expect, test } from 'vitest'
import { DUE_AT, SIGNAL_MS, soundsOf, startLifeWithKit, warning } from './warnings.ts'

const BULLETIN_MS = 4_000
/** What was handed out and not heard when it was cut is heard again, or the fade is. */
const CLOSE_MS = 100

test('a bulletin goes on after a warning that ends before anything could be armed behind it', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  const signalAlone = soundsOf(kit, { message: [] })
  await rig.clock.runUntil(DUE_AT + 1_000)
  life.room.conductor.emergencyTaken(warning(rig, kit, { sounds: signalAlone }), 1)
  await rig.clock.advance(10_000)
  const records = await life.records()
  expect(records.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['heard', null],
    ['heard', null],
  ])
  const bulletin = records.find(({ occurrenceId }) => occurrenceId.startsWith('tin@'))
  expect(Math.abs((bulletin?.heardMs ?? 0) - BULLETIN_MS)).toBeLessThan(CLOSE_MS)
  expect(Math.abs((bulletin?.endedAt ?? 0) - (DUE_AT + BULLETIN_MS + SIGNAL_MS))).toBeLessThan(CLOSE_MS)
  await life.stop()
})

test('a bulletin goes on where the warning that interrupted it is cancelled before the bulletin has faded', async () => {
  const { rig, kit, life } = await startLifeWithKit()
  const flood = warning(rig, kit)
  await rig.clock.runUntil(DUE_AT + 1_000)
  life.room.conductor.emergencyTaken(flood, 1)
  life.room.conductor.emergencyTaken({ ...flood, state: 'cancelled' }, 2)
  await rig.clock.advance(10_000)
  const bulletin = (await life.records()).find(({ occurrenceId }) => occurrenceId.startsWith('tin@'))
  expect(bulletin).toMatchObject({ outcome: 'heard', interruptions: 1 })
  expect(Math.abs((bulletin?.endedAt ?? 0) - (DUE_AT + BULLETIN_MS))).toBeLessThan(CLOSE_MS)
  await life.stop()
})
