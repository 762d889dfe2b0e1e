import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY_MS, MINUTE_MS, type PlayoutRecord, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAct } from '../../src/access/audit.ts'
import type { RunningServer } from '../../src/app.ts'
import type { Chore } from '../../src/broadcasting/housekeeping/chore.ts'
import { keptSince } from '../../src/broadcasting/housekeeping/chores/retention.ts'
import { CHORES } from '../../src/broadcasting/housekeeping/chores.ts'
import { Housekeeper, scheduledBackup } from '../../src/broadcasting/housekeeping/housekeeper.ts'
import { type ChoreReport, keepHouse, runChores } from '../../src/broadcasting/housekeeping/keep-house.ts'
import { loadConfig } from '../../src/config.ts'
import { query } from '../../src/storage/database.ts'
import { insertStoppedBroadcast, listStoppedBroadcasts } from '../../src/storage/orders/stopped-broadcasts.ts'
import { insertPlayout } from '../../src/storage/playouts/playouts.ts'
import { listRefusals } from '../../src/storage/reports/refusal-counters.ts'
import { addAudio } from '../backup/backed-up-server.ts'
import { recordOf } from '../board.ts'
import { clockAhead, runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster, LOCAL } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
const YEAR_MS = 366 * DAY_MS
const NOW = systemClock.now()

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addCluster(server.services, { clusterId: 'cum-a', areaId: 'xa-a', name: 'Cụm A' })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const choreNamed = (name: string) => CHORES.filter((chore) => chore.name === name)

async function run(name: string, services = server.services): Promise<ChoreReport> {
  const reports: ChoreReport[] = []
  await runChores(services, choreNamed(name), { tell: (report) => reports.push(report) })
  const [report] = reports
  if (!report || report.cause) throw report?.cause ?? new Error(`no chore is ${name}`)
  return report
}

function rowsOf<Row>(raw: ReturnType<typeof sql<Row>>): Row[] {
  return server.services.database.rows({ compile: () => raw.compile(query) })
}

function write(raw: ReturnType<typeof sql>): void {
  server.services.database.run({ compile: () => raw.compile(query) })
}

let sequence = 0
function addRecord(at: number, change: Partial<PlayoutRecord> = {}): void {
  sequence += 1
  const record = { ...recordOf('cum-a', sequence, null), dueAt: at, ...change }
  const date = new Date(at).toISOString().slice(0, 10)
  insertPlayout(server.services.database, {
    ...{
      record,
      clusterId: 'cum-a',
      deviceKid: 'kid',
      sealed: new Uint8Array(1),
      sealedSha256: `s${sequence}`,
    },
    ...{ storedAt: at, title: 'Tin', programmeName: 'Sáng', date },
  })
}

describe('the chores', () => {
  test('one that fails is counted and told, and the others have their turn', async () => {
    const failing: Chore = {
      name: 'failing',
      when: 'hourly',
      run: () => {
        throw new Error('the disk is full')
      },
    }
    const told: string[] = []
    const chores = [failing, ...choreNamed('forgetStops')]
    await runChores(server.services, chores, {
      tell: ({ chore, cause }) => told.push(`${chore} ${String(cause)}`),
    })
    expect(told).toEqual(['failing Error: the disk is full', 'forgetStops undefined'])
    server.services.reports.flush()
    expect(listRefusals(server.services.database)).toMatchObject([
      { code: 'choreFailed', lastDetail: 'failing: Error: the disk is full' },
    ])
  })

  test('never two at once, and what is to stop stops between two', async () => {
    let atWork = 0
    const seen: number[] = []
    const slow = (name: string): Chore => ({
      name,
      when: 'hourly',
      run: async () => {
        atWork += 1
        seen.push(atWork)
        await new Promise((resolve) => systemClock.after(20, () => resolve(undefined)))
        atWork -= 1
        return {}
      },
    })
    const housekeeper = new Housekeeper(server.services, () => {})
    const first = [slow('a'), slow('b')]
    const runs = [housekeeper.run(first), housekeeper.run(first), housekeeper.run([slow('c')])]
    await Promise.all(runs)
    expect(seen).toEqual([1, 1, 1])
    const stopped = housekeeper.run([slow('d'), slow('e')])
    await new Promise((resolve) => systemClock.after(5, () => resolve(undefined)))
    await housekeeper.stop()
    await stopped
    expect(seen).toEqual([1, 1, 1, 1])
  })

  test('a backup that was missed, the machine being off at night, is made up for; one that was not is left', async () => {
    let missed = () => {}
    const clock = {
      ...systemClock,
      after: (delayMs: number, run: () => void) => {
        if (delayMs < MINUTE_MS) return systemClock.after(delayMs, run)
        missed = run
        return { cancel: () => {} }
      },
    }
    const live = async (untilTold: string) => {
      const told: string[] = []
      const housekeeper = new Housekeeper({ ...server.services, clock }, ({ chore }) => told.push(chore))
      housekeeper.start()
      missed()
      // However long: the test's own limit ends it.
      while (!told.includes(untilTold)) await sleep(systemClock, 50)
      await sleep(systemClock, 200)
      const isMaking = server.services.backups.isUnderWay()
      await housekeeper.stop()
      return { isMaking, made: told.filter((chore) => chore === 'backup') }
    }
    expect(await live('backup')).toEqual({ isMaking: false, made: ['backup'] })
    expect(await live('removeUnneededMedia')).toEqual({ isMaking: false, made: [] })
  })

  test('all of them run on a server as it is, and a backup is one of them', async () => {
    const reports: ChoreReport[] = []
    await runChores(server.services, [...CHORES, scheduledBackup], { tell: (report) => reports.push(report) })
    expect(reports.filter(({ cause }) => cause !== undefined)).toEqual([])
    expect(reports.map(({ chore }) => chore)).toEqual([...CHORES.map(({ name }) => name), 'backup'])
    await keepHouse(server.services)
  })
})

describe('retention', () => {
  test('by the clock, but never what is among the last days on which anything was recorded', () => {
    const at = (date: string) => Date.parse(`${date}T00:00:00Z`)
    const now = at('2030-01-01')
    expect(keptSince(now, 12, '2028-12-01')).toBe(at('2028-12-01'))
    expect(keptSince(now, 12, '2029-06-01')).toBe(now - 12 * 31 * DAY_MS)
    expect(keptSince(now, 12, undefined)).toBe(0)
  })

  test('a setting below its floor is refused', () => {
    const load = (retention: object) => loadConfig({ environment: {}, overrides: { retention } })
    expect(() => load({ actsKeptMonths: 11 })).toThrow(expect.objectContaining({ code: 'badConfig' }))
    expect(() => load({ recordsKeptMonths: 11 })).toThrow(expect.objectContaining({ code: 'badConfig' }))
    expect(load({ recordsKeptMonths: 12 }).retention.recordsKeptMonths).toBe(12)
  })

  test('old records and acts go, in slices, and that acts went is an act; what is under its age stays', async () => {
    const { services } = server
    services.config.retention.recordsKeptMonths = 12
    services.config.retention.actsKeptMonths = 12
    // One a day, today too: 372 are kept.
    const days = 12 * 31 + 10
    services.database.transaction(() => {
      for (let back = days; back >= 0; back -= 1) addRecord(NOW - back * DAY_MS)
      for (let back = days; back > 0; back -= 1)
        recordAct(services.database, {
          at: NOW - back * DAY_MS,
          by: LOCAL,
          act: 'old.act',
          areaIds: ['xa-a'],
        })
    })
    const { did } = await run('forgetOldRecords')
    // Acts of today came first, when the server began: in the log they stand in front of these.
    expect(did).toMatchObject({ recordCount: 11, dayTotalCount: 0, actCount: 11 })
    expect(rowsOf(sql`SELECT count(*) AS count FROM auditEntries WHERE act = 'old.act'`)).toEqual([
      { count: days - 11 },
    ])
    const [forgotten] = rowsOf<{ detail: string }>(
      sql`SELECT detail FROM auditEntries WHERE act = 'audit.forget'`,
    )
    expect(JSON.parse(forgotten?.detail ?? '')).toMatchObject({ count: 11 })
    expect(rowsOf<{ count: number }>(sql`SELECT count(*) AS count FROM playouts`)).toEqual([
      { count: days - 10 },
    ])
  })

  test('a clock that is ten years ahead takes nothing away', async () => {
    const before = rowsOf<{ count: number }>(sql`SELECT count(*) AS count FROM playouts`)
    await run('forgetOldRecords', { ...server.services, clock: clockAhead(10 * YEAR_MS) })
    expect(rowsOf<{ count: number }>(sql`SELECT count(*) AS count FROM playouts`)).toEqual(before)
  })

  test('R25: the audit log itself gives nothing away that is under a year old', () => {
    expect(() => write(sql`DELETE FROM auditEntries WHERE at > ${NOW - 300 * DAY_MS}`)).toThrow('append-only')
    expect(() =>
      write(
        sql`DELETE FROM auditEntryAreas WHERE auditId IN (SELECT auditId FROM auditEntries WHERE at > ${NOW - 300 * DAY_MS})`,
      ),
    ).toThrow('append-only')
  })
})

describe('day totals', () => {
  test('totals that are not those of their records are counted anew, and told', async () => {
    const today = new Date(NOW).toISOString().slice(0, 10)
    addRecord(NOW, { outcome: 'partlyHeard', reason: 'stopped' })
    const right = rowsOf(sql`SELECT * FROM playoutDays ORDER BY date, clusterId`)
    expect((await run('checkDayTotals')).did).toEqual({ mendedCount: 0 })
    write(
      sql`UPDATE playoutDays SET plannedCount = plannedCount + 1, heardCount = heardCount + 1 WHERE date = ${today}`,
    )
    const yesterday = new Date(NOW - DAY_MS).toISOString().slice(0, 10)
    write(sql`DELETE FROM playoutDays WHERE date = ${yesterday}`)
    write(sql`UPDATE playoutDays SET reasons = '{}' WHERE date = ${today}`)
    expect((await run('checkDayTotals')).did).toEqual({ mendedCount: 2 })
    expect(rowsOf(sql`SELECT * FROM playoutDays ORDER BY date, clusterId`)).toEqual(right)
    server.services.reports.flush()
    expect(listRefusals(server.services.database)).toContainEqual(
      expect.objectContaining({ source: 'cum-a', code: 'dayTotalsMended', count: 2 }),
    )
  })
})

describe('media that no one needs', () => {
  /** As long ago as the grace takes. */
  function age(path: string): void {
    utimesSync(path, NOW / 1_000 - 8 * 86_400, NOW / 1_000 - 8 * 86_400)
  }

  test('old audio of no bulletin goes; what a bulletin names stays, withdrawn too, and what is young', async () => {
    const { services } = server
    const pathOf = (sha256: string) => services.media.pathOf(sha256)
    const [kept, withdrawn, orphan, young] = ['a', 'b', 'c', 'd'].map((name) =>
      addAudio(server, `bt-${name}`, name),
    )
    write(sql`UPDATE bulletins SET withdrawnAt = 1, withdrawnBy = 'Lan' WHERE bulletinId = 'bt-b'`)
    write(sql`DELETE FROM bulletins WHERE bulletinId IN ('bt-c', 'bt-d')`)
    for (const sha256 of [kept, withdrawn, orphan]) age(pathOf(sha256 ?? ''))

    const backup = services.backups.start({ by: 'test' })
    expect((await run('removeUnneededMedia')).did).toMatchObject({ removedCount: 0 })
    await backup.end
    expect((await run('removeUnneededMedia')).did).toMatchObject({ removedCount: 1, removedBytes: 1 })
    expect([kept, withdrawn, orphan, young].map((sha256) => existsSync(pathOf(sha256 ?? '')))).toEqual([
      true,
      true,
      false,
      true,
    ])
    writeFileSync(join(folder.path, 'media', 'x'), '')
  })
})

describe('stops', () => {
  test('one that names a slot no programme can have is forgotten after a month, others wait for their slot', async () => {
    const { services } = server
    const stop = (broadcastId: string, stoppedAt: number) =>
      insertStoppedBroadcast(services.database, {
        ...{ clusterId: 'cum-a', broadcastId, stoppedAt, stoppedBy: 'Lan' },
        forgetAt: Date.parse('9999-01-01'),
      })
    stop('khong-co@9998-12-30T05:00:00', NOW - 31 * DAY_MS)
    stop('khong-co@9998-12-31T05:00:00', NOW)
    expect((await run('forgetStops')).did).toEqual({ forgottenCount: 0, emptyCount: 1 })
    const left = listStoppedBroadcasts(services.database, 'cum-a').map(({ broadcastId }) => broadcastId)
    expect(left).toEqual(['khong-co@9998-12-31T05:00:00'])
  })
})
