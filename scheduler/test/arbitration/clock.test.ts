import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitrate, emptyOutput, listOccurrences, type OutputInput, soundOf } from '../../src/index.ts'
import { inVietNam, itemOf, planOf, programmeOf, runs, soundNamed, warningOf, ZONE } from '../sample.ts'
import { Village } from '../village.ts'

const START = inVietNam('2026-02-17T05:30:00')
const RULES = { timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }
const MINUTE_MS = 60_000

function emergencyOf(
  sentAt: number,
  status: 'Actual' | 'Exercise' = 'Actual',
  emergencyId = 'flood',
): Extract<OutputInput, { kind: 'emergency' }> {
  return {
    kind: 'emergency',
    revision: 7,
    emergency: {
      emergencyId,
      state: 'active',
      status,
      severity: 'Extreme',
      sentAt,
      expiresAt: sentAt + 60 * MINUTE_MS,
      ...warningOf(5_000),
      repeatsAfterS: [60, 120],
      targets: { areas: [], clusters: [] },
    },
  }
}

test('a clock of 1970 plays nothing scheduled, says why, and sounds an emergency once per edition', () => {
  const village = new Village(RULES, 90 * MINUTE_MS)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  const plan = planOf(
    programmeOf('p', { recurrence: { kind: 'cron', expression: '*/5 * * * *' }, latenessMsMax: 60_000 }),
  )
  const due = listOccurrences(plan, {
    timeZone: ZONE,
    from: village.now,
    until: village.now + 30 * MINUTE_MS,
  })
  village.give({ kind: 'due', sounds: due.map((each) => soundOf(each, 1)) })
  village.give(emergencyOf(START))
  village.give(emergencyOf(START))
  village.runFor(60 * MINUTE_MS)
  village.give(emergencyOf(START))
  village.runFor(60 * MINUTE_MS)
  expect(village.stretches.map(({ sound }) => sound.soundId)).toEqual(['flood#1#0'])
  const reasons = village.records.filter(({ sound }) => !sound.emergency).map(({ reason }) => reason)
  expect(reasons).toEqual(due.map(() => 'clockUntrusted'))
})

test('without a trusted clock an edition sounds once, whatever has become of it meanwhile', () => {
  const village = new Village(RULES, START)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  const { emergency } = emergencyOf(START)
  village.give({ kind: 'emergency', emergency, revision: 1 })
  village.runFor(20_000)
  village.give({ kind: 'emergency', emergency: { ...emergency, state: 'ended' }, revision: 2 })
  village.give({ kind: 'emergency', emergency, revision: 3 })
  village.runFor(20_000)
  expect(village.stretches.map(({ sound }) => sound.soundId)).toEqual(['flood#1#0'])
})

test('without a trusted clock an edition of which the records alone still know a sounding is not sounded again', () => {
  const village = new Village(RULES, START)
  village.output = { ...village.output, done: [{ soundId: 'flood#1#2', doneAt: START - MINUTE_MS }] }
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  village.give(emergencyOf(START - 5 * MINUTE_MS))
  village.runFor(20_000)
  expect(village.stretches).toEqual([])
})

test('without a trusted clock an emergency does not repeat, even where the clock happens to be right', () => {
  const village = new Village(RULES, START)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  village.give(emergencyOf(START))
  village.runFor(10 * MINUTE_MS)
  expect(village.stretches.map(({ sound }) => sound.soundId)).toEqual(['flood#1#0'])
})

test('an Actual emergency asks for the time and is heard after two seconds without an answer; what follows waits with it', () => {
  const village = new Village(RULES, START)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  village.give(emergencyOf(START))
  village.runFor(1_000)
  village.give(emergencyOf(START, 'Actual', 'fire'))
  village.runFor(60_000)
  expect(village.timeAsked).toBe(1)
  expect(village.stretches.map(({ sound, from }) => [sound.soundId, from - START])).toEqual([
    ['fire#1#0', 2_000],
    ['flood#1#0', 7_000],
  ])
})

test('an answer in time: what is over stays silent, what is not is heard at once', () => {
  const village = new Village(RULES, START)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  village.give(emergencyOf(START - 61 * MINUTE_MS))
  village.give(emergencyOf(START - 90_000, 'Actual', 'fire'))
  village.runFor(300)
  village.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  village.runFor(20_000)
  expect(village.stretches.map(({ sound, from }) => [sound.soundId, from - START])).toEqual([
    ['fire#1#0', 300],
  ])
  expect(village.records.find(({ sound }) => sound.soundId === 'flood#1#0')?.reason).toBe('expired')
})

test('what is over is not sounded by a board that starts without knowing the time, if the server answers', () => {
  const village = new Village(RULES, START)
  village.give(emergencyOf(START))
  village.runFor(2_000)
  village.restart(120 * MINUTE_MS)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  village.runFor(1_500)
  village.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  village.runFor(20_000)
  expect(village.heard('flood#1#0')).toHaveLength(1)
})

test('the button asks nobody for the time, and repeats by the clock that it began with, also where that is moved', () => {
  const village = new Village(RULES, 90 * MINUTE_MS)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  const order = emergencyOf(village.now, 'Actual', 'button-1')
  village.give({ ...order, isLocal: true })
  village.runFor(10_000)
  village.step(START, false)
  village.runFor(10 * MINUTE_MS)
  expect(village.timeAsked).toBe(0)
  expect(village.stretches.map(({ sound }) => sound.soundId)).toEqual([
    'button-1#1#0',
    'button-1#1#1',
    'button-1#1#2',
  ])
  expect(village.stretches[0]?.from).toBe(90 * MINUTE_MS)
})

test('an Exercise waits for a trusted clock: nobody can say that it is not night', () => {
  const village = new Village(RULES, START)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  village.give(emergencyOf(START, 'Exercise'))
  village.runFor(20_000)
  expect(village.stretches).toEqual([])
  village.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  village.runFor(10_000)
  expect(village.stretches.map(({ from }) => from - START)).toEqual([20_000])
})

test('what sounds when the clock is lost goes on to its end; what follows does not start', () => {
  const village = new Village(RULES, START - 5_000)
  const sounds = [
    soundNamed('one', { dueAt: START }),
    soundNamed('two', { dueAt: START + 30_000, latenessMsMax: 0 }),
  ]
  village.give({ kind: 'due', sounds })
  village.runFor(15_000)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  village.runFor(5 * MINUTE_MS)
  expect(village.records.map(({ sound, outcome, reason }) => [sound.soundId, outcome, reason])).toEqual([
    ['one', 'heard', null],
    ['two', 'notHeard', 'clockUntrusted'],
  ])
})

test('a sound that is due when the clock is found again, within its lateness, is heard', () => {
  const village = new Village(RULES, START - 5_000)
  village.give({ kind: 'clock', isTrusted: false, steppedMs: 0 })
  village.give({ kind: 'due', sounds: [soundNamed('one', { dueAt: START })] })
  village.runFor(60_000)
  village.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  village.runFor(60_000)
  expect(village.heard('one').map(({ from }) => from - START)).toEqual([55_000])
})

test('nothing plays twice after the clock stepped back, by any step, with any leap ahead before', () => {
  const step = fc.record({
    runMs: fc.integer({ min: 0, max: 20 * MINUTE_MS }),
    steppedMs: fc.oneof(
      fc.integer({ min: -40 * 60 * MINUTE_MS, max: 0 }),
      fc.integer({ min: 0, max: 400 * 24 * 60 * MINUTE_MS }),
    ),
    isTrusted: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const plan = planOf(
        programmeOf('p', {
          recurrence: { kind: 'cron', expression: '*/3 * * * *' },
          playlist: [itemOf('x', { repeats: 2 })],
        }),
      )
      const village = new Village(RULES, START)
      const feed = () => {
        const window = {
          timeZone: ZONE,
          from: village.now - 10 * MINUTE_MS,
          until: village.now + 20 * MINUTE_MS,
        }
        village.give({ kind: 'due', sounds: listOccurrences(plan, window).map((each) => soundOf(each, 1)) })
      }
      for (const { runMs, steppedMs, isTrusted } of steps) {
        feed()
        village.runFor(runMs)
        // A clock that leapt ahead of the truth is not trusted until it was set right; then it is back.
        const isAhead = steppedMs > 0
        village.step(steppedMs, isTrusted && !isAhead)
        feed()
        village.runFor(runMs)
        if (isAhead) village.step(-steppedMs, true)
      }
      feed()
      village.runFor(20 * MINUTE_MS)
      const played = village.records.filter(({ heardMs }) => heardMs > 0).map(({ sound }) => sound.soundId)
      expect(new Set(played).size).toBe(played.length)
      expect(new Set(village.records.map(({ sound }) => sound.soundId)).size).toBe(village.records.length)
      expect(village.broken).toEqual([])
      for (const { sound } of village.stretches) {
        const stretches = village.heard(sound.soundId)
        expect(stretches.reduce((ms, { from, until }) => ms + until - from, 0)).toBeLessThanOrEqual(
          30_000.001,
        )
      }
    }),
    runs(60),
  )
})

test('a stop taken while the clock was a year behind still holds when the clock is set right', () => {
  const yearMs = 400 * 24 * 60 * MINUTE_MS
  const wrong = START - yearMs
  const stopped = arbitrate(emptyOutput(RULES), { kind: 'stop', broadcastId: 'p@once' }, wrong).output
  const right = arbitrate(stopped, { kind: 'clock', isTrusted: true, steppedMs: yearMs }, START).output
  const plan = planOf(programmeOf('p', { recurrence: { kind: 'once', at: START } }))
  const due = listOccurrences(plan, { timeZone: ZONE, from: START, until: START + MINUTE_MS })
  const sounds = due.map((each) => soundOf(each, 1))
  const { effects } = arbitrate(right, { kind: 'due', sounds }, START)
  expect(effects.map(({ kind }) => kind)).toEqual(['record'])
})
