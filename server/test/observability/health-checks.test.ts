import { HOUR_MS, MINUTE_MS, newId, type ServerHealth } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { CompiledQuery } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { checkBroker } from '../../src/observability/health/broker-check.ts'
import { ClockCheck } from '../../src/observability/health/clock-check.ts'
import { checkDatabase, DATABASE_PULSE } from '../../src/observability/health/database-check.ts'
import { checkDisk } from '../../src/observability/health/disk-check.ts'
import { logHealthChange } from '../../src/observability/health/health-log.ts'
import { checkLoop, LoopDelay } from '../../src/observability/health/loop-check.ts'
import { type Database, openDatabase, query } from '../../src/storage/database.ts'
import { findPulseAt } from '../../src/storage/reports/pulses.ts'

const NOW = Date.parse('2026-11-21T05:00:00+07:00')
const opened: Database[] = []
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
})

function newDatabase(): Database {
  const database = openDatabase(':memory:', NOW)
  opened.push(database)
  return database
}

/** Clocks that a test sets by hand. */
function handClock() {
  const hand = { wallAt: NOW, elapsedMs: 0 }
  return {
    hand,
    clock: { ...systemClock, now: () => hand.wallAt + hand.elapsedMs, monotonicMs: () => hand.elapsedMs },
  }
}

test('the database is well when a commit was really made and read back', () => {
  const database = newDatabase()
  const { clock, hand } = handClock()
  expect(checkDatabase(database, clock)).toMatchObject({ state: 'ok', code: null })
  hand.elapsedMs = 5_000
  checkDatabase(database, clock)
  expect(findPulseAt(database, DATABASE_PULSE)).toBe(NOW + 5_000)
})

test('a database that takes no writes is failing', () => {
  const database = newDatabase()
  database.run({ compile: () => CompiledQuery.raw('PRAGMA query_only = ON') })
  expect(checkDatabase(database, handClock().clock)).toEqual({
    state: 'failing',
    code: 'databaseFailed',
    writeMs: null,
  })
})

test('a write that takes over a second is told as slow', () => {
  const { clock, hand } = handClock()
  const slow = { ...clock, monotonicMs: () => (hand.elapsedMs += 1_100) }
  expect(checkDatabase(newDatabase(), slow)).toMatchObject({ state: 'degraded', code: 'databaseSlow' })
})

test('the broker is failing while it is not reached, and while it does not acknowledge', async () => {
  const pulse = () => Promise.resolve()
  const never = () => new Promise<void>(() => {})
  const impatient = { ...systemClock, after: (_: number, run: () => void) => systemClock.after(5, run) }
  const check = (isConnected: boolean, answer: () => Promise<void>) =>
    checkBroker({ isConnected: () => isConnected, pulse: answer }, impatient)
  expect(await check(true, pulse)).toMatchObject({ state: 'ok' })
  expect(await check(false, pulse)).toMatchObject({ state: 'failing', code: 'brokerNotConnected' })
  expect(await check(true, never)).toMatchObject({ state: 'failing', code: 'brokerNotAnswering' })
  const refused = () => Promise.reject(new Error('no'))
  expect(await check(true, refused)).toMatchObject({ state: 'failing', code: 'brokerNotAnswering' })
})

test('the disk is low by bytes or by percent, and full below the last reserve', async () => {
  const limits = { freeBytesLow: 1_000, freePercentLow: 3, freeBytesFull: 100 }
  const check = async (freeBytes: number, freePercent: number) => {
    const { state, code } = await checkDisk(async () => ({ freeBytes, freePercent }), limits, systemClock)
    return code ?? state
  }
  expect(await check(1_000, 3)).toBe('ok')
  expect(await check(999, 50)).toBe('diskLow')
  expect(await check(5_000, 2.9)).toBe('diskLow')
  expect(await check(99, 50)).toBe('diskFull')
  const gone = () => Promise.reject(new Error('no such device'))
  expect(await checkDisk(gone, limits, systemClock)).toMatchObject({ code: 'diskUnreadable' })
})

test('an event loop that was held up is told, by the real measurement', async () => {
  const loop = new LoopDelay()
  loop.start()
  try {
    await new Promise<void>((resolve) => systemClock.after(60, resolve))
    loop.take()
    // On a busy machine the measurement may begin after the first of them.
    for (let each = 0; each < 3; each += 1) {
      await new Promise<void>((resolve) => systemClock.after(60, resolve))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    }
    await new Promise<void>((resolve) => systemClock.after(60, resolve))
    expect(loop.take().delayMsMax).toBeGreaterThan(200)
  } finally {
    loop.stop()
  }
  const told = (delayP99Ms: number) =>
    checkLoop({ take: () => ({ delayP99Ms, delayMsMax: delayP99Ms }) }).code
  expect([told(20), told(101), told(1_001)]).toEqual([null, 'eventLoopSlow', 'eventLoopStuck'])
})

test('a clock that was set is told for an hour; one that runs true is well', () => {
  const { clock, hand } = handClock()
  const check = new ClockCheck(clock)
  check.start(newDatabase())
  expect(check.look().state).toBe('ok')
  hand.elapsedMs += 5_000
  // Corrected by a little, as time synchronisation does.
  hand.wallAt += 900
  expect(check.look().state).toBe('ok')
  hand.wallAt += 30 * MINUTE_MS
  hand.elapsedMs += 5_000
  expect(check.look()).toMatchObject({ state: 'degraded', code: 'clockStepped', steppedMs: 30 * MINUTE_MS })
  hand.elapsedMs += HOUR_MS - 1
  expect(check.look().code).toBe('clockStepped')
  hand.elapsedMs += 2
  expect(check.look().state).toBe('ok')
})

test('a clock before what the database holds cannot be right, be it of this life or of one before', () => {
  const database = newDatabase()
  const earlier = handClock()
  checkDatabase(database, earlier.clock)
  const { clock, hand } = handClock()
  hand.wallAt -= 2 * MINUTE_MS
  const check = new ClockCheck(clock)
  check.start(database)
  expect(check.look()).toMatchObject({ state: 'failing', code: 'clockBehindRecords' })
  hand.elapsedMs += 2 * MINUTE_MS
  expect(check.look().state).toBe('ok')
  hand.wallAt -= 10 * MINUTE_MS
  expect(check.look()).toMatchObject({ code: 'clockBehindRecords', steppedMs: -10 * MINUTE_MS })
})

test('an act that is newer than the clock tells as well', () => {
  const database = newDatabase()
  const row = { at: NOW + HOUR_MS, operatorId: null, operatorName: 'Lan', address: 'local' }
  const rest = { act: newId('x', systemChance), areaIds: '[]', subject: null, detail: '{}', traceId: null }
  database.run(query.insertInto('auditEntries').values({ ...row, ...rest }))
  const check = new ClockCheck(handClock().clock)
  check.start(database)
  expect(check.look().code).toBe('clockBehindRecords')
})

test('each change of a part is written down once, for the better as well', () => {
  const written: string[] = []
  const log = {
    info: ({ part }: Record<string, unknown>) => void written.push(`${part} well`),
    warn: ({ part, code }: Record<string, unknown>) => void written.push(`${part} ${code}`),
  }
  const disk = (code: 'diskLow' | null) => ({ state: 'ok' as const, code, freeBytes: 1, freePercent: 1 })
  const health = (code: 'diskLow' | null): ServerHealth => ({
    ...{ at: 0, state: 'ok' },
    parts: {
      database: { state: 'ok', code: null, writeMs: 1 },
      broker: { state: 'ok', code: null, acknowledgedMs: 1 },
      disk: disk(code),
      eventLoop: { state: 'ok', code: null, delayP99Ms: 0, delayMsMax: 0 },
      clock: { state: 'ok', code: null, steppedMs: null },
    },
  })
  logHealthChange(log, health(null), undefined)
  logHealthChange(log, health('diskLow'), health(null))
  logHealthChange(log, health('diskLow'), health('diskLow'))
  logHealthChange(log, health(null), health('diskLow'))
  expect(written).toEqual(['disk diskLow', 'disk well'])
})
