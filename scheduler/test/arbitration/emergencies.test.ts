import type { Emergency } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { arbitrate, emptyOutput } from '../../src/index.ts'
import { inVietNam, warningOf, ZONE } from '../sample.ts'
import { Village } from '../village.ts'

const START = inVietNam('2026-02-17T02:00:00')
const NIGHT = { windows: [{ from: '21:00', until: '05:00' }] }
const newVillage = (windows = false) =>
  new Village({ timeZone: ZONE, quietHours: windows ? NIGHT : { windows: [] }, leadMs: 600 }, START)

function bring(
  village: Village,
  emergencyId: string,
  changes: Partial<Emergency> & { revision?: number } = {},
): void {
  const { revision = 1, ...rest } = changes
  const emergency: Emergency = {
    emergencyId,
    state: 'active',
    status: 'Actual',
    severity: 'Severe',
    sentAt: village.now,
    expiresAt: village.now + 600_000,
    ...warningOf(10_000),
    repeatsAfterS: [],
    targets: { areas: [], clusters: [] },
    ...rest,
  }
  village.give({ kind: 'emergency', emergency, revision })
}
const heard = (village: Village) =>
  village.stretches.map(({ sound, from, until }) => [
    sound.soundId,
    (from - START) / 1_000,
    (until - START) / 1_000,
  ])

test('at night an Actual emergency sounds, an Exercise and a Test do not', () => {
  const village = newVillage(true)
  bring(village, 'drill', { status: 'Exercise' })
  bring(village, 'probe', { status: 'Test' })
  bring(village, 'flood')
  village.runFor(30_000)
  expect(heard(village)).toEqual([['flood#1#0', 0, 10]])
  expect(village.records.map(({ sound, reason }) => [sound.emergency?.emergencyId, reason])).toEqual([
    ['drill', 'quietHours'],
    ['probe', 'quietHours'],
    ['flood', null],
  ])
})

test('first soundings: a higher severity or a newer one takes the loudspeaker, a lower one waits', () => {
  const village = newVillage()
  bring(village, 'minor', { severity: 'Minor' })
  village.runFor(2_000)
  bring(village, 'severe')
  village.runFor(2_000)
  bring(village, 'moderate', { severity: 'Moderate' })
  village.runFor(2_000)
  bring(village, 'newer')
  village.runFor(60_000)
  expect(heard(village)).toEqual([
    ['minor#1#0', 0, 2],
    ['severe#1#0', 2, 6],
    ['newer#1#0', 6, 16],
    ['severe#1#0', 16, 26],
    ['moderate#1#0', 26, 36],
    ['minor#1#0', 36, 46],
  ])
})

test('a first sounding takes the loudspeaker from any repeat; repeats take turns, uncut', () => {
  const village = newVillage()
  bring(village, 'extreme', { severity: 'Extreme', repeatsAfterS: [30, 60] })
  village.runFor(12_000)
  bring(village, 'severe', { repeatsAfterS: [23, 50] })
  village.runFor(24_000)
  bring(village, 'minor', { severity: 'Minor' })
  village.runFor(60_000)
  expect(heard(village)).toEqual([
    ['extreme#1#0', 0, 10],
    ['severe#1#0', 12, 22],
    ['extreme#1#1', 30, 36],
    ['minor#1#0', 36, 46],
    ['extreme#1#1', 46, 56],
    ['severe#1#1', 56, 66],
    ['extreme#1#2', 66, 76],
    ['severe#1#2', 76, 86],
  ])
})

test('emergencies that repeat without a pause take turns, whole, however severe each is', () => {
  const village = newVillage()
  const repeatsAfterS = Array.from({ length: 40 }, (_, index) => 10 + 5 * index)
  for (const severity of ['Extreme', 'Severe', 'Minor'] as const) {
    bring(village, severity.toLowerCase(), { severity, repeatsAfterS })
    village.runFor(10_000)
  }
  village.runFor(61_000)
  const repeats = heard(village).filter(([, from]) => Number(from) >= 30)
  expect(
    repeats.slice(0, 6).map(([soundId, from, until]) => [`${soundId}`.split('#')[0], from, until]),
  ).toEqual([
    ['extreme', 30, 40],
    ['severe', 40, 50],
    ['minor', 50, 60],
    ['extreme', 60, 70],
    ['severe', 70, 80],
    ['minor', 80, 90],
  ])
})

test('an Exercise yields to any Actual, a repeat too, and never takes the loudspeaker from one', () => {
  const village = newVillage()
  bring(village, 'flood', { severity: 'Minor', repeatsAfterS: [20] })
  village.runFor(5_000)
  bring(village, 'drill', { status: 'Exercise', severity: 'Extreme' })
  village.runFor(60_000)
  expect(heard(village)).toEqual([
    ['flood#1#0', 0, 10],
    ['drill#1#0', 10, 20],
    ['flood#1#1', 20, 30],
  ])
  bring(village, 'drill', { status: 'Exercise', severity: 'Extreme', revision: 2, edition: 2 })
  village.runFor(5_000)
  bring(village, 'fire', { severity: 'Minor' })
  village.runFor(60_000)
  expect(
    heard(village)
      .slice(3)
      .map(([soundId]) => soundId),
  ).toEqual(['drill#2#0', 'fire#1#0', 'drill#2#0'])
})

test('a cluster that boots in the middle of an emergency sounds; one that boots after its end does not', () => {
  const village = newVillage()
  const sentAt = START - 100_000
  bring(village, 'flood', { sentAt, repeatsAfterS: [60, 120], expiresAt: START + 60_000 })
  bring(village, 'over', { sentAt, expiresAt: START - 1 })
  bring(village, 'ended', { sentAt, state: 'ended' })
  village.runFor(120_000)
  expect(heard(village)).toEqual([
    ['flood#1#1', 0, 10],
    ['flood#1#2', 20, 30],
  ])
  expect(village.records.find(({ sound }) => sound.soundId === 'over#1#0')?.reason).toBe('expired')
})

test('a higher edition sounds at once in place of the one before; a lower revision changes nothing', () => {
  const village = newVillage()
  bring(village, 'flood', { revision: 5, repeatsAfterS: [30] })
  village.runFor(4_000)
  bring(village, 'flood', { revision: 4, edition: 9 })
  bring(village, 'flood', { revision: 6, edition: 2, repeatsAfterS: [30] })
  village.runFor(4_000)
  bring(village, 'flood', { revision: 7, edition: 2, state: 'cancelled' })
  village.runFor(120_000)
  expect(heard(village)).toEqual([
    ['flood#1#0', 0, 4],
    ['flood#2#0', 4, 8],
  ])
  expect(village.records.map(({ reason }) => reason)).toEqual(['withdrawn', 'stopped'])
})

test('a revision of the same edition touches nothing that sounds; what is said later is as long as it says', () => {
  const village = newVillage()
  const sentAt = START
  bring(village, 'flood', { sentAt, repeatsAfterS: [30] })
  village.runFor(4_000)
  bring(village, 'flood', { revision: 2, sentAt, repeatsAfterS: [30], sounds: warningOf(4_000).sounds })
  bring(village, 'flood', { revision: 2, sentAt, repeatsAfterS: [30], sounds: warningOf(9_000).sounds })
  village.runFor(60_000)
  expect(heard(village)).toEqual([
    ['flood#1#0', 0, 10],
    ['flood#1#1', 30, 34],
  ])
})

test('what waits to be said, or to be said again, is said by the newest revision', () => {
  const village = newVillage()
  const sentAt = START
  bring(village, 'minor', { severity: 'Minor', sentAt })
  village.runFor(1_000)
  bring(village, 'severe')
  bring(village, 'moderate', { severity: 'Moderate', sentAt })
  village.runFor(1_000)
  for (const emergencyId of ['minor', 'moderate'] as const) {
    const severity = emergencyId === 'minor' ? 'Minor' : 'Moderate'
    bring(village, emergencyId, { revision: 2, severity, sentAt, sounds: warningOf(3_000).sounds })
  }
  village.runFor(60_000)
  expect(heard(village)).toEqual([
    ['minor#1#0', 0, 1],
    ['severe#1#0', 1, 11],
    ['moderate#1#0', 11, 14],
    ['minor#1#0', 14, 17],
  ])
})

test('how long a sounding really is comes from the player: what waits begins where it ends, and nothing is missing', () => {
  const village = newVillage()
  bring(village, 'flood')
  bring(village, 'minor', { severity: 'Minor' })
  village.runFor(2_000)
  village.give({ kind: 'lengthKnown', soundId: 'flood#1#0', durationMs: 14_000 })
  expect(village.output.current?.endAt).toBe(START + 14_000)
  village.give({ kind: 'lengthKnown', soundId: 'flood#1#0', durationMs: 6_000 })
  village.give({ kind: 'lengthKnown', soundId: 'nobody#1#0', durationMs: 6_000 })
  expect(village.output.current?.endAt).toBe(START + 6_000)
})

test('an Exercise never becomes Actual, and nothing real becomes an Exercise', () => {
  const village = newVillage(true)
  bring(village, 'drill', { status: 'Exercise' })
  bring(village, 'drill', { status: 'Actual', revision: 2, edition: 2 })
  bring(village, 'flood')
  bring(village, 'flood', { status: 'Exercise', revision: 2, state: 'cancelled' })
  village.runFor(30_000)
  expect(heard(village)).toEqual([['flood#1#0', 0, 10]])
})

const closing = (untilMs = 600_000, durationMs = 2_000) => ({
  parts: warningOf(durationMs).sounds.message,
  until: START + untilMs,
})

test('the end is said once, at once, by who has begun to say the beginning', () => {
  const village = newVillage()
  bring(village, 'flood')
  village.runFor(20)
  bring(village, 'flood', { revision: 2, state: 'ended', closing: closing() })
  village.runFor(1_000)
  bring(village, 'flood', { revision: 3, state: 'ended', closing: closing() })
  village.runFor(60_000)
  bring(village, 'flood', { revision: 4, state: 'ended', closing: closing() })
  village.runFor(60_000)
  expect(heard(village)).toEqual([
    ['flood#1#0', 0, 0.02],
    ['flood#1#closing', 0.02, 2.02],
  ])
})

test('the end is not said by who has never heard of it, who is back too late, or who was told to be silent', () => {
  const absent = newVillage()
  bring(absent, 'flood', { revision: 2, state: 'ended', closing: closing() })
  const quiet = newVillage(true)
  bring(quiet, 'drill', { status: 'Exercise' })
  bring(quiet, 'drill', { status: 'Exercise', revision: 2, state: 'ended', closing: closing() })
  const late = newVillage()
  bring(late, 'flood')
  late.runFor(20_000)
  bring(late, 'flood', { revision: 2, state: 'ended', closing: closing(20_000) })
  const stopped = newVillage()
  bring(stopped, 'flood')
  stopped.runFor(1_000)
  stopped.give({ kind: 'stop', broadcastId: 'flood@1' })
  bring(stopped, 'flood', { revision: 2, state: 'ended', closing: closing() })
  for (const village of [absent, quiet, late, stopped]) village.runFor(60_000)
  const closings = [absent, quiet, late, stopped].flatMap(({ stretches }) =>
    stretches.filter(({ sound }) => sound.emergency?.repeat === 'closing'),
  )
  expect(closings).toEqual([])
})

test('the end of one waits for another that sounds, as a repeat does; a new warning of the same takes its place', () => {
  const village = newVillage()
  bring(village, 'flood', { severity: 'Extreme' })
  village.runFor(12_000)
  bring(village, 'fire', { severity: 'Minor' })
  village.runFor(1_000)
  bring(village, 'flood', {
    severity: 'Extreme',
    revision: 2,
    state: 'ended',
    closing: closing(600_000, 5_000),
  })
  village.runFor(10_000)
  bring(village, 'flood', { severity: 'Extreme', revision: 3, edition: 2 })
  village.runFor(60_000)
  expect(heard(village)).toEqual([
    ['flood#1#0', 0, 10],
    ['fire#1#0', 12, 22],
    ['flood#1#closing', 22, 23],
    ['flood#2#0', 23, 33],
  ])
})

test('offline through activation and cancel: silent. Offline at activation, back before the end: sounds', () => {
  const village = newVillage()
  village.runFor(50_000)
  bring(village, 'flood', { revision: 2, state: 'cancelled', sentAt: START, closing: closing() })
  bring(village, 'fire', { sentAt: START, repeatsAfterS: [40, 70] })
  village.runFor(60_000)
  expect(heard(village)).toEqual([
    ['fire#1#1', 50, 60],
    ['fire#1#2', 70, 80],
  ])
})

test('ten thousand repeats due at once are one sounding, and no list grows', () => {
  const repeatsAfterS = Array.from({ length: 200 }, (_, index) => index + 1)
  const village = newVillage()
  bring(village, 'flood', { repeatsAfterS })
  village.runFor(300_000)
  expect(village.stretches.length).toBeLessThan(25)
  expect(village.output.urgent).toEqual([])
})

test('inputs are never changed in place', () => {
  const freeze = <T>(value: T): T => {
    if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze)
    return value
  }
  const rules = { timeZone: ZONE, quietHours: NIGHT, leadMs: 600 }
  const before = freeze(emptyOutput(rules))
  const { output } = arbitrate(before, { kind: 'clock', isTrusted: true, steppedMs: 0 }, START)
  expect(output).not.toBe(before)
  expect(before).toEqual(emptyOutput(rules))
})
