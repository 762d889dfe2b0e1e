import { DAY_MS, sleep } from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import { recordAct } from '../../../access/audit.ts'
import { THE_SERVER } from '../../../access/principal.ts'
import {
  type Removed,
  recordedDayBack,
  removeOldDays,
  removeOldRows,
  type TimedTable,
} from '../../../storage/housekeeping/old-rows.ts'
import type { Services } from '../../services.ts'
import type { ChoreContext, Did } from '../chore.ts'

/** No month is longer: who keeps 12 months keeps a whole year. */
const MONTH_DAYS = 31

/**
 * Before which instant things may go: so many months ago by the clock, and never what is among the last so many months
 * of days on which anything was recorded. A clock that is years ahead therefore takes nothing away. `recordedDay` is
 * the day so many recorded days back, undefined where there are fewer.
 */
export function keptSince(now: number, keptMonths: number, recordedDay: string | undefined): number {
  if (recordedDay === undefined) return 0
  const byClock = now - keptMonths * MONTH_DAYS * DAY_MS
  return Math.max(0, Math.min(byClock, Date.parse(`${recordedDay}T00:00:00Z`)))
}

async function keptSinceOf(
  { clock, reader }: Pick<Services, 'clock' | 'reader'>,
  of: 'playouts' | 'acts',
  keptMonths: number,
): Promise<number> {
  const [day] = await reader.rows(recordedDayBack(of, keptMonths * MONTH_DAYS))
  return keptSince(clock.now(), keptMonths, day?.date)
}

/** Since when every record is still held. */
export function recordsKeptSince(services: Services): Promise<number> {
  return keptSinceOf(services, 'playouts', services.config.retention.recordsKeptMonths)
}

/** Forgets what has been kept long enough. The settings have floors; the audit log's is in the database itself. */
export async function forgetOldRecords(context: ChoreContext): Promise<Did> {
  const { services } = context
  const { retention } = services.config
  const records = await recordsKeptSince(services)
  const totals = await keptSinceOf(
    services,
    'playouts',
    Math.max(retention.dayTotalsKeptMonths, retention.recordsKeptMonths),
  )
  const refusals = await keptSinceOf(services, 'playouts', retention.refusalsKeptMonths)
  const commands = await keptSinceOf(services, 'acts', retention.commandsKeptMonths)
  return {
    recordCount: await removeAll(context, 'playouts', records),
    gapCount: await removeAll(context, 'playoutGaps', records),
    refusedRecordCount: await removeAll(context, 'playoutRefusals', refusals),
    commandCount: await removeAll(context, 'commands', commands),
    liveSessionCount: await removeAll(context, 'liveSessions', commands),
    dayTotalCount: await removeDays(context, localDateAt(totals, services.config.timeZone)),
    actCount: await forgetOldActs(context),
  }
}

/** That acts were forgotten is an act of its own. */
async function forgetOldActs(context: ChoreContext): Promise<number> {
  const { clock, database, config } = context.services
  const before = await keptSinceOf(context.services, 'acts', config.retention.actsKeptMonths)
  const count = await removeAll(context, 'auditEntries', before)
  const act = { at: clock.now(), by: THE_SERVER, act: 'audit.forget', areaIds: [] }
  if (count > 0) recordAct(database, { ...act, detail: { before, count } })
  return count
}

/** Rows that a clock once wrote too far ahead stand in front of others: so many young ones are passed over. */
const SLICES_WITHOUT_MAX = 100

async function removeAll(context: ChoreContext, table: TimedTable, before: number): Promise<number> {
  const { clock, database } = context.services
  let all = 0
  let without = 0
  for (let afterId: number | null = 0; afterId !== null && without < SLICES_WITHOUT_MAX; ) {
    if (context.isStopping()) break
    const removed: Removed = removeOldRows(database, table, { before, afterId })
    all += removed.count
    without = removed.count > 0 ? 0 : without + 1
    afterId = removed.lastId
    await sleep(clock, 0)
  }
  return all
}

async function removeDays({ services, isStopping }: ChoreContext, beforeDate: string): Promise<number> {
  let all = 0
  for (let count = 1; count > 0 && !isStopping(); all += count) {
    count = removeOldDays(services.database, beforeDate)
    await sleep(services.clock, 0)
  }
  return all
}
