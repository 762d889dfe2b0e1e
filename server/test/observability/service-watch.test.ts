import type { HealthParts, ServiceManager } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../edge-agent/test/hardware/manual-clock.ts'
import { checkDatabase } from '../../src/observability/health/database-check.ts'
import { HealthWatch } from '../../src/observability/health/health-watch.ts'
import { watchService } from '../../src/observability/service-watch.ts'
import { openDatabase } from '../../src/storage/database.ts'

const WELL: Pick<HealthParts, 'disk' | 'eventLoop' | 'clock'> = {
  disk: { state: 'ok', code: null, freeBytes: 1, freePercent: 1 },
  eventLoop: { state: 'ok', code: null, delayP99Ms: 0, delayMsMax: 0 },
  clock: { state: 'ok', code: null, steppedMs: null },
}

/** The watch of a server whose broker and database a test may let fall silent. */
async function rig({ isBrokerOurs = true } = {}) {
  const clock = new ManualClock()
  const database = openDatabase(':memory:', clock.now())
  const broker = { isAnswering: true, isReached: true }
  const told: string[] = []
  const manager: ServiceManager = {
    watchdogMs: 60_000,
    ready: () => told.push('ready'),
    alive: () => told.push('alive'),
    stopping: () => told.push('stopping'),
    status: (text) => told.push(text),
  }
  const health = new HealthWatch(clock, {
    database: () => checkDatabase(database, clock),
    broker: () => {
      const code = !broker.isReached ? 'brokerNotConnected' : broker.isAnswering ? null : 'brokerNotAnswering'
      return { state: code ? 'failing' : 'ok', code, acknowledgedMs: 1 }
    },
    disk: () => WELL.disk,
    eventLoop: () => WELL.eventLoop,
    clock: () => WELL.clock,
  })
  const log = {
    info: () => {},
    warn: (facts: Record<string, unknown>) => void told.push(`log ${facts.part}`),
  }
  const watchdog = watchService({ health, manager, clock, log, isBrokerOurs })
  await health.start()
  watchdog.start()
  const pass = async (seconds: number) => {
    for (let each = 0; each < seconds; each += 1) {
      clock.advance(1_000)
      // The look of this second comes to its end.
      await new Promise<void>((resolve) => systemClock.after(0, resolve))
    }
  }
  return { database, broker, told, pass, fed: () => told.filter((word) => word === 'alive').length }
}

test('systemd is told that we are alive while commits are made and the broker answers', async () => {
  const { pass, fed, told } = await rig()
  await pass(300)
  expect(fed()).toBe(16)
  expect(told.every((word) => word === 'alive')).toBe(true)
})

test('a database that takes no writes ends the telling', async () => {
  const { database, pass, fed, told } = await rig()
  await pass(60)
  database.run({ compile: () => CompiledQuery.raw('PRAGMA query_only = ON') })
  await pass(60)
  const before = fed()
  await pass(120)
  expect(fed() - before).toBeLessThanOrEqual(1)
  expect(told).toContain('log database')
  expect(told.at(-1)).toBe('stuck: database')
})

test('a broker of ours that does not answer ends the telling; one of somebody else that is away does not', async () => {
  const ours = await rig()
  ours.broker.isAnswering = false
  await ours.pass(120)
  expect(ours.told.at(-1)).toBe('stuck: broker')
  const theirs = await rig({ isBrokerOurs: false })
  theirs.broker.isReached = false
  await theirs.pass(180)
  expect(theirs.fed()).toBe(10)
})
