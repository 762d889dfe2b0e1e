import { CodedError } from '@tieng-lang/protocol'
import type { Database as Connection } from 'better-sqlite3'
import { folded } from '../search-text.ts'
import { ground } from './0001-ground.ts'
import { people } from './0002-people.ts'
import { places } from './0003-places.ts'
import { bulletins } from './0004-bulletins.ts'
import { programmes } from './0005-programmes.ts'
import { happenings } from './0006-happenings.ts'
import { auditStays } from './0007-audit-stays.ts'
import { traces } from './0008-traces.ts'
import { auditRetention } from './0009-audit-retention.ts'
import { closings } from './0010-closings.ts'
import { emergencies } from './0011-emergencies.ts'
import { emergencyKit } from './0012-emergency-kit.ts'
import { capSenders } from './0013-cap-senders.ts'
import { live } from './0020-live.ts'
import { relays } from './0021-relays.ts'

export interface Migration {
  number: number
  name: string
  sql: string
}

/** In order; a released one is never changed, only followed. */
const MIGRATIONS: readonly Migration[] = [
  ground,
  people,
  places,
  bulletins,
  programmes,
  happenings,
  auditStays,
  traces,
  auditRetention,
  closings,
  emergencies,
  emergencyKit,
  capSenders,
  live,
  relays,
]

/** The number that a database of this program is at. */
export const NEWEST_MIGRATION = MIGRATIONS.at(-1)?.number ?? 0

/** Applies what is missing, each in a transaction of its own. Throws `databaseNewer` for a file of a later program. */
export function migrate(connection: Connection, now: number, migrations = MIGRATIONS): void {
  connection.function('folded', { deterministic: true }, (text) => folded(String(text)))
  connection.exec(
    'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, appliedAt REAL NOT NULL) STRICT',
  )
  const applied = new Set(connection.prepare('SELECT number FROM migrations').pluck().all().map(Number))
  const newest = migrations.at(-1)?.number ?? 0
  const highest = Math.max(0, ...applied)
  if (highest > newest)
    throw new CodedError('databaseNewer', `the database is at ${highest}, this program knows ${newest}`)
  for (const { number, name, sql } of migrations) {
    if (applied.has(number)) continue
    connection.transaction(() => {
      connection.exec(sql)
      connection.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(number, name, now)
    })()
  }
}
