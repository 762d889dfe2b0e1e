import { join } from 'node:path'
import { systemClock } from '@tieng-lang/protocol/node'
import BetterSqlite from 'better-sqlite3'
import { percentile } from '../figures/percentile.ts'

const COMMITS = 60

/** What one durable commit of a small row costs on this disk, in milliseconds (the median of some). */
export function fsyncCostMs(folder: string): number {
  const connection = new BetterSqlite(join(folder, 'fsync.db'))
  try {
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL')
    connection.exec('CREATE TABLE rows (n INTEGER)')
    const insert = connection.prepare('INSERT INTO rows VALUES (?)')
    const costs = Array.from({ length: COMMITS }, (_, index) => {
      const beganMs = systemClock.monotonicMs()
      insert.run(index)
      return systemClock.monotonicMs() - beganMs
    })
    return percentile(costs, 0.5)
  } finally {
    connection.close()
  }
}
