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
  bring(village, 'drill', { status: 'Exercise', severity: 'Extreme', revision: 2 })
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

test('a new revision replaces the old one at once; a lower one changes nothing; an ended one is silent', () => {
  const village = newVillage()
  bring(village, 'flood', { revision: 5, repeatsAfterS: [30] })
  village.runFor(4_000)
  bring(village, 'flood', { revision: 4 })
  bring(village, 'flood', { revision: 6, repeatsAfterS: [30] })
  village.runFor(4_000)
  bring(village, 'flood', { revision: 7, state: 'cancelled' })
  village.runFor(120_000)
  expect(heard(village)).toEqual([
    ['flood#5#0', 0, 4],
    ['flood#6#0', 4, 8],
  ])
  expect(village.records.map(({ reason }) => reason)).toEqual(['withdrawn', 'stopped'])
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
