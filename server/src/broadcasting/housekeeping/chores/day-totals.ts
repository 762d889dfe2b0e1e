import { DAY_MS } from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import { recountDay, wrongDays } from '../../../storage/housekeeping/day-check.ts'
import type { ChoreContext, Did } from '../chore.ts'
import { recordsKeptSince } from './retention.ts'

/** Records come up to a month and a half late; what is older does not change any more. */
const CHECKED_DAYS = 62
/** A record's date may be a day away from the instants by which records are kept. */
const MARGIN_MS = 2 * DAY_MS

/** Compares the day totals with the records they are made of, and counts anew what is wrong; told as a refusal. */
export async function checkDayTotals({ services, isStopping }: ChoreContext): Promise<Did> {
  const { clock, config, database, reader, reports } = services
  const keptSince = await recordsKeptSince(services)
  let mendedCount = 0
  for (let back = 0; back < CHECKED_DAYS && !isStopping(); back += 1) {
    const at = clock.now() - back * DAY_MS
    if (at < keptSince + MARGIN_MS) break
    for (const day of await reader.rows(wrongDays(localDateAt(at, config.timeZone)))) {
      recountDay(database, day)
      reports.count(day.clusterId, 'dayTotalsMended', day.date)
      mendedCount += 1
    }
  }
  return { mendedCount }
}
