import type { Resumption } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { inVietNam, soundNamed, ZONE } from '../sample.ts'
import { Village } from '../village.ts'

const START = inVietNam('2026-02-17T05:30:00')
const MINUTE_MS = 60_000

/** A recording of three minutes, told to have come 60 s when the agent dies for `downMs`. */
function dieAfterAMinute(
  onInterrupted: Resumption,
  { downMs = 5_000, latenessMsMax = 3_600_000 } = {},
): Village {
  const village = new Village({ timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }, START - 5_000)
  const sound = soundNamed('one', { dueAt: START, durationMs: 3 * MINUTE_MS, onInterrupted, latenessMsMax })
  village.give({ kind: 'due', sounds: [sound] })
  village.runFor(5_000 + MINUTE_MS)
  village.give({ kind: 'tick' })
  village.restart(downMs)
  village.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  village.give({ kind: 'due', sounds: [sound] })
  village.runFor(10 * MINUTE_MS)
  expect(village.records).toHaveLength(1)
  return village
}

test.each([
  ['resume', [0, MINUTE_MS]],
  ['restart', [0, 0]],
] as const)('after a restart of the agent %s goes on by its rule and is heard to its end', (rule, fromMs) => {
  const village = dieAfterAMinute(rule)
  expect(village.heard('one').map((stretch) => stretch.fromMs)).toEqual(fromMs)
  expect(village.records[0]).toMatchObject({ outcome: 'heard', interruptions: 1, heardMs: 3 * MINUTE_MS })
})

test('after a restart of the agent a sound that is dropped by its rule says so', () => {
  const [record] = dieAfterAMinute('drop').records
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'agentRestarted', heardMs: MINUTE_MS })
})

test('after a restart that took too long nothing goes on: the lateness rule holds', () => {
  const [record] = dieAfterAMinute('resume', { downMs: 5 * MINUTE_MS, latenessMsMax: 2 * MINUTE_MS }).records
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'agentRestarted', heardMs: MINUTE_MS })
})

test('a player that never reports an end does not silence the village: the output is called failed', () => {
  const village = new Village({ timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }, START - 5_000)
  village.reportDelayMs = 10 * MINUTE_MS
  const sounds = [soundNamed('one', { dueAt: START }), soundNamed('two', { dueAt: START + MINUTE_MS })]
  village.give({ kind: 'due', sounds })
  village.runFor(3 * MINUTE_MS)
  expect(village.heard('two').map(({ from }) => from - START)).toEqual([MINUTE_MS])
  expect(village.records.map(({ sound }) => sound.soundId)).toEqual(['one', 'two'])
})
