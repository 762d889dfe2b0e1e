import { describe, expect, it } from 'vitest'
import {
  compileShape,
  itemBulletinId,
  itemLengthMs,
  itemMedia,
  Plan,
  ProgrammeDefinition,
  type ProgrammeItem,
} from '../../src/browser.ts'

const media = { sha256: 'a'.repeat(64), sizeBytes: 1_000, durationMs: 5_000 }
const line = { itemId: 'mot', title: 'Một', repeats: 1, gapMs: 0 }
const programme = {
  ...{ programmeId: 'ct', name: 'CT', priority: 'routine', validity: {}, latenessMsMax: 0 },
  ...{ recurrence: { kind: 'daily', startTimes: ['05:30'] }, onInterrupted: 'resume', mayBeCut: true },
}
const planWith = (item: object) => ({ programmes: [{ ...programme, playlist: [item] }], stopped: [] })
const draftWith = (item: object) => ({ ...programme, playlist: [item] })
const strictPlan = compileShape(Plan)
const laxPlan = compileShape(Plan, { unknownFields: 'ignore' })
const draft = compileShape(ProgrammeDefinition)

describe('an item of a plan', () => {
  it('is a recording as it always was, or a relay with what is said in its place', () => {
    for (const item of [
      { ...line, media },
      { ...line, relay: { durationMsMax: 1_800_000, fallback: media } },
      { ...line, relay: { durationMsMax: 1_800_000, fallback: null } },
    ])
      expect([strictPlan.check(planWith(item)), laxPlan.check(planWith(item))]).toEqual([true, true])
    for (const item of [
      line,
      { ...line, relay: { durationMsMax: 1_800_000 } },
      { ...line, relay: { durationMsMax: 5 * 3_600_000, fallback: null } },
    ])
      expect(laxPlan.check(planWith(item))).toBe(false)
  })

  it('never tells a cluster where a relay comes from', () => {
    const source = { kind: 'stream', url: 'https://dai.example/live' }
    const item = { ...line, relay: { durationMsMax: 60_000, fallback: null, source } }
    expect(strictPlan.check(planWith(item))).toBe(false)
  })

  it('tells a cluster where its own tuner is to listen', () => {
    const of = (tuner: object) => ({ ...line, relay: { durationMsMax: 60_000, fallback: null, tuner } })
    expect(strictPlan.check(planWith(of({ frequencyKhz: 91_000 })))).toBe(true)
    expect(strictPlan.check(planWith(of({ frequencyKhz: 64_000 })))).toBe(false)
    expect(strictPlan.check(planWith(of({ frequencyKhz: 91_000, url: 'https://dai.example/' })))).toBe(false)
  })

  it('has a length, and a recording to hold', () => {
    const items: ProgrammeItem[] = [
      { ...line, media },
      { ...line, relay: { durationMsMax: 60_000, fallback: media } },
      { ...line, relay: { durationMsMax: 60_000, fallback: null } },
    ]
    expect(items.map(itemLengthMs)).toEqual([5_000, 60_000, 60_000])
    expect(items.map(itemMedia)).toEqual([media, media, null])
  })
})

describe('an item as it is edited', () => {
  it('names a bulletin, or a source of the two kinds', () => {
    const relay = { durationMsMax: 60_000, fallbackBulletinId: 'bt-1' }
    const of = (source: object) => draftWith({ ...line, relay: { ...relay, source } })
    expect(draft.check(draftWith({ ...line, bulletinId: 'bt-1' }))).toBe(true)
    expect(draft.check(of({ kind: 'stream', url: 'https://dai.example/live.m3u8' }))).toBe(true)
    expect(draft.check(of({ kind: 'tuner', frequencyKhz: 94_000 }))).toBe(true)
    for (const source of [
      { kind: 'stream', url: 'file:///etc/passwd' },
      { kind: 'stream', url: 'rtmp://dai.example/live' },
      { kind: 'stream', url: 'http://dai example/' },
      { kind: 'tuner', frequencyKhz: 94 },
      { kind: 'tuner', frequencyKhz: 87_490 },
      { kind: 'tuner', frequencyKhz: 108_010 },
      { kind: 'tuner', frequencyKhz: 94_005 },
    ])
      expect(draft.check(of(source))).toBe(false)
  })

  it('is found by the bulletin that it needs', () => {
    const source = { kind: 'tuner', frequencyKhz: 94_000 } as const
    const relay = { durationMsMax: 60_000, source }
    expect(itemBulletinId({ ...line, bulletinId: 'bt-1' })).toBe('bt-1')
    expect(itemBulletinId({ ...line, relay: { ...relay, fallbackBulletinId: 'bt-2' } })).toBe('bt-2')
    expect(itemBulletinId({ ...line, relay: { ...relay, fallbackBulletinId: null } })).toBeNull()
  })
})
