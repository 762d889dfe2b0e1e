import { openSync, writeSync } from 'node:fs'
import { openDatabase } from '../../../server/src/storage/database.ts'
import { commit, makeTables, run, synchronousOf } from './numbered-commits.ts'
import { readWalIndex, walBytesOf } from './wal-index.ts'

/**
 * A process of its own that commits without end, with the database that ships, and acknowledges each commit in a line
 * of a file beside it: its number, the WAL's salt, and how much of that WAL has been synced by then. With a planted
 * `NORMAL` only a checkpoint syncs.
 */
const [path = '', planted] = process.argv.slice(2)
const database = openDatabase(path, 0)
if (planted === 'NORMAL') run(database, 'PRAGMA synchronous = NORMAL')
const isSyncedEachCommit = synchronousOf(database) >= 2
makeTables(database)
const acknowledgements = openSync(`${path}-acknowledged`, 'a')
for (let number = 1; ; number += 1) {
  commit(database, number)
  const { saltHex, frames, backfilled } = readWalIndex(path)
  const sureBytes = walBytesOf(isSyncedEachCommit ? frames : backfilled)
  writeSync(acknowledgements, `${number} ${saltHex} ${sureBytes}\n`)
}
