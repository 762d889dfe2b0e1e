import { expect, test } from 'vitest'
import { inVietNam, soundNamed, voiceNamed, ZONE } from '../sample.ts'
import { Village } from '../village.ts'

const START = inVietNam('2026-02-17T05:30:00')
const MINUTE_MS = 60_000
const newVillage = (quietHours = {}) =>
  new Village({ timeZone: ZONE, quietHours: { windows: [], ...quietHours }, leadMs: 600 }, START - 5_000)
const starts = (village: Village) => village.stretches.map(({ sound, from }) => [sound.soundId, from - START])

test('items without a gap join sample by sample: each is armed before the one before has ended', () => {
  const village = newVillage()
  village.reportDelayMs = 120
  const sounds = [0, 1, 2].map((order) =>
    soundNamed(`s${order}`, { broadcastId: 'slot', dueAt: START + order * 30_000, order }),
  )
  village.give({ kind: 'due', sounds })
  village.runFor(3 * MINUTE_MS)
  expect(starts(village)).toEqual([
    ['s0', 0],
    ['s1', 30_000],
    ['s2', 60_000],
  ])
})

test('of overlapping slots the earlier dueAt goes first, then the place in the playlist; the late ones follow', () => {
  const village = newVillage()
  village.give({
    kind: 'due',
    sounds: [
      soundNamed('b', { dueAt: START, order: 1 }),
      soundNamed('late', { dueAt: START + 10_000 }),
      soundNamed('a', { dueAt: START, order: 0 }),
      soundNamed('impatient', { dueAt: START + 1, latenessMsMax: 20_000 }),
    ],
  })
  village.runFor(3 * MINUTE_MS)
  expect(starts(village)).toEqual([
    ['a', 0],
    ['b', 30_000],
    ['late', 60_000],
  ])
  expect(village.records.find(({ sound }) => sound.soundId === 'impatient')?.reason).toBe('tooLate')
})

test('priority waits for the item boundary, then goes before what else is due; off air it heads its slot', () => {
  const village = newVillage()
  village.give({
    kind: 'due',
    sounds: [
      soundNamed('one', { dueAt: START }),
      soundNamed('two', { dueAt: START + 30_000, order: 1 }),
      soundNamed('first', { dueAt: START + 10_000, priority: 'priority' }),
      soundNamed('head', { dueAt: START + 10 * MINUTE_MS, priority: 'priority', order: 9 }),
      soundNamed('tail', { dueAt: START + 10 * MINUTE_MS }),
    ],
  })
  village.runFor(15 * MINUTE_MS)
  expect(starts(village).map(([soundId]) => soundId)).toEqual(['one', 'first', 'two', 'head', 'tail'])
})

test('a priority sound that arrives after the next routine one was armed still takes the boundary', () => {
  const village = newVillage()
  const sounds = [soundNamed('one', { dueAt: START }), soundNamed('two', { dueAt: START + 30_000 })]
  village.give({ kind: 'due', sounds })
  village.runFor(5_000 + 29_600)
  expect(village.output.next?.sound.soundId).toBe('two')
  village.give({
    kind: 'due',
    sounds: [soundNamed('first', { dueAt: START + 29_000, priority: 'priority' })],
  })
  village.runFor(3 * MINUTE_MS)
  expect(starts(village).map(([soundId]) => soundId)).toEqual(['one', 'first', 'two'])
  expect(village.broken).toEqual([])
})

test('pause keeps the place, whatever the rule; resume goes on there; next skips', () => {
  const village = newVillage()
  const sounds = [
    soundNamed('one', { dueAt: START, onInterrupted: 'drop' }),
    soundNamed('two', { dueAt: START + 30_000 }),
  ]
  village.give({ kind: 'due', sounds })
  village.runFor(15_000)
  village.give({ kind: 'pause' })
  village.runFor(60_000)
  village.give({ kind: 'resume' })
  village.runFor(5_000)
  village.give({ kind: 'next' })
  village.runFor(60_000)
  expect(starts(village)).toEqual([
    ['one', 0],
    ['one', 70_000],
    ['two', 75_000],
  ])
  expect(village.heard('one').map(({ fromMs }) => fromMs)).toEqual([0, 10_000])
  expect(village.records[0]).toMatchObject({
    outcome: 'partlyHeard',
    reason: 'skipped',
    heardMs: 15_000,
    interruptions: 1,
  })
})

test('stop null silences the whole broadcast that sounds, and nothing of another one', () => {
  const village = newVillage()
  const sounds = [
    soundNamed('one', { dueAt: START, broadcastId: 'morning' }),
    soundNamed('two', { dueAt: START + 30_000, broadcastId: 'morning' }),
    soundNamed('evening', { dueAt: START + 90_000 }),
  ]
  village.give({ kind: 'due', sounds: sounds.slice(0, 1) })
  village.runFor(10_000)
  village.give({ kind: 'stop', broadcastId: null })
  village.give({ kind: 'due', sounds })
  village.runFor(3 * MINUTE_MS)
  expect(village.records.map(({ sound, outcome, reason }) => [sound.soundId, outcome, reason])).toEqual([
    ['two', 'notHeard', 'stopped'],
    ['one', 'partlyHeard', 'stopped'],
    ['evening', 'heard', null],
  ])
})

test('what would run into quiet hours does not start; what may be cut is cut exactly there', () => {
  const quietHours = { windows: [{ from: '05:31', until: '06:00' }] }
  const village = newVillage(quietHours)
  const sounds = [
    soundNamed('whole', { dueAt: START, durationMs: 59_000 }),
    soundNamed('long', { dueAt: START + 59_000 }),
    soundNamed('cut', { dueAt: START + 59_000, order: 1, mayBeCut: true }),
    soundNamed('in', { dueAt: START + 2 * MINUTE_MS, mayBeCut: true }),
  ]
  village.give({ kind: 'due', sounds })
  village.runFor(5 * MINUTE_MS)
  expect(
    village.records.map(({ sound, outcome, reason, heardMs }) => [sound.soundId, outcome, reason, heardMs]),
  ).toEqual([
    ['long', 'notHeard', 'quietHours', 0],
    ['whole', 'heard', null, 59_000],
    ['cut', 'partlyHeard', 'quietHours', 1_000],
    ['in', 'notHeard', 'quietHours', 0],
  ])
})

test('a resumption that would run into quiet hours does not start either', () => {
  const village = newVillage({ windows: [{ from: '05:31', until: '06:00' }] })
  village.give({ kind: 'due', sounds: [soundNamed('one', { dueAt: START, durationMs: 50_000 })] })
  village.runFor(15_000)
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(20_000)
  village.give({ kind: 'announceEnd', soundId: 'voice' })
  village.runFor(MINUTE_MS)
  const record = village.records.find(({ sound }) => sound.soundId === 'one')
  expect(record).toMatchObject({
    outcome: 'partlyHeard',
    reason: 'quietHours',
    heardMs: 10_000,
    interruptions: 1,
  })
})

test('live voice is cut where quiet hours begin, and refused inside them', () => {
  const village = newVillage({ windows: [{ from: '05:31', until: '06:00' }] })
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(2 * MINUTE_MS)
  village.give({ kind: 'announce', sound: voiceNamed('night', village.now), takesOver: false })
  expect(village.stretches.map(({ sound, until }) => [sound.soundId, until - START])).toEqual([
    ['voice', MINUTE_MS],
  ])
  expect(village.records.map(({ sound, reason }) => [sound.soundId, reason])).toEqual([
    ['voice', 'quietHours'],
    ['night', 'quietHours'],
  ])
})

test('who speaks keeps the cluster; a confirmed take-over does not ask', () => {
  const village = newVillage()
  village.give({ kind: 'announce', sound: voiceNamed('one', village.now), takesOver: false })
  village.runFor(5_000)
  village.give({ kind: 'announce', sound: voiceNamed('two', village.now), takesOver: false })
  village.runFor(5_000)
  village.give({ kind: 'announce', sound: voiceNamed('three', village.now), takesOver: true })
  village.runFor(5_000)
  village.give({ kind: 'announceEnd', soundId: 'three' })
  village.runFor(5_000)
  expect(starts(village)).toEqual([
    ['one', -5_000],
    ['three', 5_000],
  ])
  expect(village.records.map(({ sound, outcome }) => [sound.soundId, outcome])).toEqual([
    ['two', 'notHeard'],
    ['one', 'partlyHeard'],
    ['three', 'heard'],
  ])
})

test('an item that a newer plan no longer contains stops at once; one with another recording never sounds half', () => {
  const village = newVillage()
  const one = soundNamed('one', { dueAt: START })
  const two = soundNamed('two', { dueAt: START + 30_000 })
  village.give({ kind: 'due', sounds: [one, two] })
  village.runFor(15_000)
  village.give({ kind: 'planChanged', kept: [{ ...two, mediaSha256: 'b'.repeat(64) }], stopped: [] })
  village.runFor(MINUTE_MS)
  expect(village.records.map(({ sound, reason, heardMs }) => [sound.soundId, reason, heardMs])).toEqual([
    ['one', 'withdrawn', 10_000],
    ['two', null, 30_000],
  ])
  expect(village.heard('two')[0]?.sound.mediaSha256).toBe('b'.repeat(64))
})
