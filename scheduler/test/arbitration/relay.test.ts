import { expect, test } from 'vitest'
import { planChange, type Sound } from '../../src/index.ts'
import {
  inVietNam,
  itemOf,
  planOf,
  programmeOf,
  relayItemOf,
  soundNamed,
  voiceNamed,
  warningOf,
  ZONE,
} from '../sample.ts'
import { Village } from '../village.ts'

const START = inVietNam('2026-02-17T05:30:00')
const MINUTE_MS = 60_000
const RULES = { timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }

/** Ten minutes of another station. */
const station = (changes: Partial<Sound> = {}) =>
  soundNamed('voh', {
    ...{ dueAt: START, durationMs: 10 * MINUTE_MS, mediaSha256: null, latenessMsMax: MINUTE_MS },
    relay: { fallbackSha256: null },
    ...changes,
  })

function villageWith(...sounds: Sound[]): Village {
  const village = new Village(RULES, START - 2_000)
  village.give({ kind: 'due', sounds })
  village.runFor(2_000)
  return village
}

/** When it was heard, and from where in the relay, in minutes after its time. */
const heardIn = (village: Village, soundId = 'voh') =>
  village
    .heard(soundId)
    .map(({ from, until, fromMs }) => [from - START, fromMs, until - START].map((ms) => ms / MINUTE_MS))

test('a relay begins at its time and ends at that of the plan', () => {
  const village = villageWith(station())
  village.runFor(11 * MINUTE_MS)
  expect(heardIn(village)).toEqual([[0, 0, 10]])
  expect(village.records).toMatchObject([{ outcome: 'heard', reason: null, heardMs: 10 * MINUTE_MS }])
})

test.each(['resume', 'restart'] as const)(
  'after an interruption a relay is joined where it then is (%s)',
  (onInterrupted) => {
    const village = villageWith(station({ onInterrupted }))
    village.runFor(2 * MINUTE_MS)
    village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
    village.runFor(3 * MINUTE_MS)
    village.give({ kind: 'announceEnd', soundId: 'voice' })
    village.runFor(10 * MINUTE_MS)
    expect(heardIn(village)).toEqual([
      [0, 0, 2],
      [5, 5, 10],
    ])
    expect(village.records.at(-1)).toMatchObject({
      ...{ outcome: 'partlyHeard', reason: 'preempted', interruptions: 1 },
      ...{ askedMs: 10 * MINUTE_MS, heardMs: 7 * MINUTE_MS },
    })
  },
)

test('a relay that is over before it could go on has its record then', () => {
  const village = villageWith(station())
  village.runFor(8 * MINUTE_MS)
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(2 * MINUTE_MS + 100)
  expect(village.records).toMatchObject([
    { outcome: 'partlyHeard', reason: 'preempted', heardMs: 8 * MINUTE_MS },
  ])
})

test('behind something that ran over, a relay is joined late and ends in time', () => {
  const before = soundNamed('tin', { dueAt: START - 1_500, durationMs: 31_500 })
  const village = villageWith(before, station())
  village.runFor(11 * MINUTE_MS)
  expect(heardIn(village)).toEqual([[0.5, 0.5, 10]])
  expect(village.records.at(-1)).toMatchObject({
    ...{ outcome: 'partlyHeard', reason: 'joinedLate' },
    ...{ askedMs: 10 * MINUTE_MS, heardMs: 9.5 * MINUTE_MS },
  })
})

test('later than its lateness a relay does not begin, however long it lasts', () => {
  const before = soundNamed('tin', { dueAt: START - 1_500, durationMs: 2 * MINUTE_MS })
  const village = villageWith(before, station())
  village.runFor(11 * MINUTE_MS)
  expect(heardIn(village)).toEqual([])
  expect(village.records[0]).toMatchObject({ outcome: 'notHeard', reason: 'tooLate' })
})

test('a relay that its station ends was heard as a whole; what follows keeps its time', () => {
  const after = soundNamed('tin', { dueAt: START + 10 * MINUTE_MS })
  const village = villageWith(station(), after)
  village.runFor(6 * MINUTE_MS)
  village.give({ kind: 'announceEnd', soundId: 'voh' })
  village.runFor(6 * MINUTE_MS)
  expect(village.records).toMatchObject([
    { outcome: 'heard', reason: null, askedMs: 6 * MINUTE_MS, heardMs: 6 * MINUTE_MS },
    { outcome: 'heard' },
  ])
  expect(heardIn(village, 'tin')).toEqual([[10, 0, 10.5]])
})

test('a session that has ended before its relay was due takes nothing from it', () => {
  const village = villageWith(station({ dueAt: START + MINUTE_MS }))
  village.give({ kind: 'announceEnd', soundId: 'voh' })
  village.runFor(12 * MINUTE_MS)
  expect(heardIn(village)).toEqual([[1, 0, 11]])
})

test('a relay that waits while its station ends has its record', () => {
  const village = villageWith(station())
  village.runFor(MINUTE_MS)
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(MINUTE_MS)
  village.give({ kind: 'announceEnd', soundId: 'voh' })
  expect(village.records).toMatchObject([{ outcome: 'partlyHeard', reason: 'preempted' }])
})

test('an agent that was restarted in the middle joins the relay where it then is, as long as it lasts', () => {
  const village = villageWith(station())
  village.runFor(3 * MINUTE_MS)
  village.restart(2 * MINUTE_MS)
  village.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  village.runFor(6 * MINUTE_MS)
  expect(heardIn(village)).toEqual([
    [0, 0, 3],
    [5, 5, 10],
  ])
  expect(village.records).toMatchObject([
    { outcome: 'partlyHeard', reason: 'agentRestarted', interruptions: 1 },
  ])
})

test('one that was restarted after the end says so', () => {
  const village = villageWith(station())
  village.runFor(3 * MINUTE_MS)
  village.restart(8 * MINUTE_MS)
  village.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  expect(village.records).toMatchObject([{ outcome: 'partlyHeard', reason: 'agentRestarted' }])
})

test.each([true, false])('quiet hours hold for a relay by its rule (may be cut: %s)', (mayBeCut) => {
  const village = villageWith(station({ mayBeCut, dueAt: START + 1_000 }))
  village.give({
    kind: 'rules',
    rules: { ...RULES, quietHours: { windows: [{ from: '05:35', until: '06:00' }] } },
  })
  village.runFor(11 * MINUTE_MS)
  expect(heardIn(village).map(([, , until]) => until)).toEqual(mayBeCut ? [5] : [])
  expect(village.records).toMatchObject([
    { outcome: mayBeCut ? 'partlyHeard' : 'notHeard', reason: 'quietHours' },
  ])
})

test('what may not be cut is joined late where the rest of it ends before the night', () => {
  const village = new Village(RULES, START)
  village.give({ kind: 'due', sounds: [station()] })
  village.give({ kind: 'pause' })
  village.runFor(30_000)
  village.give({
    kind: 'rules',
    rules: { ...RULES, quietHours: { windows: [{ from: '05:40', until: '06:00' }] } },
  })
  village.give({ kind: 'resume' })
  village.runFor(11 * MINUTE_MS)
  expect(heardIn(village)).toEqual([[0.5, 0.5, 10]])
})

test('a warning and a stop do to a relay what they do to anything planned', () => {
  const village = villageWith(station())
  village.runFor(MINUTE_MS)
  village.give({
    kind: 'emergency',
    revision: 1,
    emergency: {
      ...{ emergencyId: 'flood', state: 'active', status: 'Actual', severity: 'Severe' },
      ...{ sentAt: village.now, expiresAt: village.now + 3_600_000, repeatsAfterS: [] },
      ...warningOf(30_000),
      targets: { areas: [], clusters: [] },
    },
  })
  village.runFor(MINUTE_MS)
  village.give({ kind: 'stop', broadcastId: 'voh' })
  village.runFor(MINUTE_MS)
  expect(heardIn(village)).toEqual([
    [0, 0, 1],
    [1.5, 1.5, 2],
  ])
  expect(village.records.at(-1)).toMatchObject({ reason: 'stopped', heardMs: 1.5 * MINUTE_MS })
})

test('a plan with another bulletin in its place lets a relay go on; one without it, or with a recording, does not', () => {
  const plans = {
    other: planOf(programmeOf('p', { playlist: [relayItemOf('voh', { sha256: 'c'.repeat(64) })] })),
    without: planOf(),
    recording: planOf(programmeOf('p', { playlist: [itemOf('voh', { durationMs: 10 * MINUTE_MS })] })),
  }
  const recordsUnder = (plan: (typeof plans)['other']) => {
    const soundId = 'p@2026-02-17T05:30/voh/1'
    const village = villageWith(station({ soundId, broadcastId: 'p@2026-02-17T05:30' }))
    village.runFor(MINUTE_MS)
    village.give(planChange(village.output, plan, 2))
    village.runFor(10 * MINUTE_MS)
    return village.records.map(({ reason }) => reason)
  }
  expect(recordsUnder(plans.other)).toEqual([null])
  expect(recordsUnder(plans.without)).toEqual(['withdrawn'])
  expect(recordsUnder(plans.recording)).toEqual(['withdrawn'])
})

test('a relay that its station ended, taken from in its last words, was as long as it came to be, and is not joined again', () => {
  const village = villageWith(station())
  village.reportDelayMs = 400
  village.runFor(2 * MINUTE_MS)
  village.give({ kind: 'announceEnd', soundId: 'voh' })
  village.runFor(100)
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(1_000)
  village.give({ kind: 'announceEnd', soundId: 'voice' })
  village.runFor(MINUTE_MS)
  expect(village.heard('voh')).toHaveLength(1)
  expect(village.output.interrupted).toEqual([])
  const [record] = village.records.filter(({ sound }) => sound.soundId === 'voh')
  expect(record).toMatchObject({ outcome: 'heard', reason: null })
  expect(Math.abs((record?.askedMs ?? 0) - 2 * MINUTE_MS)).toBeLessThan(600)
})
