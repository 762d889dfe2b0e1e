import { DAY_MS, HOUR_MS, MINUTE_MS, type Programme } from '@tieng-lang/protocol'
import { describe, expect, test } from 'vitest'
import {
  type ClosingFacts,
  closableUntil,
} from '../../../src/broadcasting/playouts/closing/closable-until.ts'
import { wantedOccurrences } from '../../../src/broadcasting/playouts/closing/wanted-occurrences.ts'
import type { WantedPlan } from '../../../src/storage/playouts/wanted-plans.ts'

/** Monday 2 March 2026, 00:00 in Viet Nam. */
const MONDAY = Date.UTC(2026, 2, 1, 17)
const at = (day: number, hour: number) => MONDAY + (day - 1) * DAY_MS + hour * HOUR_MS

describe('how far a log can be closed', () => {
  const now = at(20, 12)
  const facts = (outbox: Partial<NonNullable<ClosingFacts['health']>['outbox']> = {}): ClosingFacts => ({
    now,
    health: {
      receivedAt: now - MINUTE_MS,
      outbox: { last: 9, storedThrough: 9, waiting: 0, accountedUntil: now - MINUTE_MS, ...outbox },
    },
    storedThrough: 9,
    latenessMsMax: 10 * MINUTE_MS,
    waitMs: 26 * HOUR_MS,
    waitAbsentMs: 15 * DAY_MS,
  })
  const withHealth = (outbox: NonNullable<ClosingFacts['health']>['outbox']): ClosingFacts => ({
    ...facts(),
    health: { receivedAt: now, outbox },
  })
  const absent = now - 15 * DAY_MS - 10 * MINUTE_MS

  test('accounted for and everything stored: up to what is waited for', () => {
    expect(closableUntil(facts())).toBe(now - 26 * HOUR_MS - 10 * MINUTE_MS)
  })

  test('accounted for up to days ago only: no further', () => {
    expect(closableUntil(facts({ accountedUntil: at(15, 0) }))).toBe(at(15, 0) - 10 * MINUTE_MS)
    const silent = facts()
    expect(
      closableUntil({ ...silent, health: silent.health && { ...silent.health, receivedAt: at(16, 0) } }),
    ).toBe(at(16, 0) - 10 * MINUTE_MS)
  })

  test.each([
    ['a record of its is not stored yet', facts({ last: 10 })],
    ['a record is not on its disk yet', facts({ waiting: 1 })],
    ['its clock was never trusted', facts({ accountedUntil: null })],
    ['it is an older agent, which does not say', withHealth({ last: 9, storedThrough: 9 })],
    ['it has said nothing', { ...facts(), health: undefined }],
  ])('%s: only what no device accounts for any more', (_, known) => {
    expect(closableUntil(known)).toBe(absent)
  })
})

describe('what a cluster was to sound', () => {
  const programme = (startTime: string, changes: Partial<Programme> = {}): Programme => ({
    ...{ programmeId: 'sang', name: 'Sáng', priority: 'routine', validity: {} },
    recurrence: { kind: 'daily', startTimes: [startTime] },
    playlist: [
      {
        ...{ itemId: 'tin', title: 'Tin', repeats: 1, gapMs: 0 },
        media: { sha256: 'a'.repeat(64), sizeBytes: 1_000, durationMs: MINUTE_MS },
      },
    ],
    ...{ latenessMsMax: 10 * MINUTE_MS, onInterrupted: 'drop', mayBeCut: false },
    ...changes,
  })
  const SETS: Record<string, Programme[]> = {
    none: [],
    six: [programme('06:00')],
    seven: [programme('07:00')],
    once: [programme('00:00', { recurrence: { kind: 'once', at: at(2, 8) } })],
  }
  const plan = (set: string, wantedAt: number, heldAt: number | null): WantedPlan => ({
    ...{ clusterId: 'c', fromRevision: wantedAt, programmesSha256: set, wantedAt, heldAt },
  })
  const told = (plans: WantedPlan[], from = at(1, 0), until = at(4, 0)) =>
    wantedOccurrences(plans, { timeZone: 'Asia/Ho_Chi_Minh', from, until }, (set) => SETS[set] ?? []).map(
      ({ occurrence, planRevision, wasHeld }) =>
        [occurrence.broadcastId.slice(5), planRevision, wasHeld ? 'held' : 'not held'].join(' '),
    )

  test('each version counts while it was the one that was wanted', () => {
    const changedAt = at(2, 6) + HOUR_MS / 2
    expect(told([plan('six', at(1, 0), at(1, 1)), plan('seven', changedAt, null)])).toEqual([
      `2026-03-02T06:00 ${at(1, 0)} held`,
      `2026-03-03T06:00 ${at(1, 0)} held`,
      `2026-03-03T07:00 ${changedAt} not held`,
      `2026-03-04T07:00 ${changedAt} not held`,
    ])
  })

  test('held only once it could not begin any more: it was not held', () => {
    const lastAt = at(1, 6) + 10 * MINUTE_MS
    const one = (heldAt: number) => told([plan('six', at(1, 0), heldAt)], at(1, 0), at(2, 0))[0]
    expect(one(lastAt)).toContain(' held')
    expect(one(lastAt)).not.toContain('not held')
    expect(one(lastAt + 1)).toContain('not held')
  })

  test('held under a version that another had replaced by then counts as held where it named the same sound', () => {
    const plans = [plan('six', at(1, 0), at(1, 1)), plan('none', at(1, 8), null), plan('six', at(1, 9), null)]
    expect(told(plans, at(2, 0), at(3, 0))).toEqual([`2026-03-03T06:00 ${at(1, 9)} held`])
  })

  test('what was approved at the last moment, and might still have begun, was wanted; what was too late was not', () => {
    const due = at(2, 8)
    expect(told([plan('once', due + 9 * MINUTE_MS, null)])).toHaveLength(1)
    expect(told([plan('once', due + 11 * MINUTE_MS, null)])).toEqual([])
  })

  test('windows one after another name each sound once', () => {
    const plans = [plan('six', at(1, 0), null)]
    const days = [1, 2, 3].flatMap((day) => told(plans, at(day, 6), at(day + 1, 6)))
    expect(days).toHaveLength(3)
    expect(new Set(days).size).toBe(3)
  })
})
