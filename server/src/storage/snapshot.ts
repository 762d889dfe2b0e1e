import { CodedError } from '@tieng-lang/protocol'
import BetterSqlite from 'better-sqlite3'

/** What else must be known of the state that was copied. */
export interface Snapshot {
  /** Every hash that a bulletin or the emergency kit names. */
  mediaSha256s: string[]
  migration: number
  rootKid: string
}

/** 4 MiB of usual pages: so often its progress is told, and it can be given up. */
const PAGES_A_STEP = 1_024

/**
 * Copies the database as it is at one instant, while others write to it. The read transaction around it is what keeps the
 * instant: without it each commit of another connection would make SQLite begin the copy again. For a worker thread:
 * each step waits for the disk. `onPart` gets 0-1 and may throw to give it up. Rejects with `storageFull` or
 * `storageFailed`.
 */
export async function copyDatabase(
  path: string,
  to: string,
  onPart: (part: number) => void,
): Promise<Snapshot> {
  const source = openReadOnly(path)
  try {
    source.exec('BEGIN')
    const snapshot = describeSnapshot(source)
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onPart(totalPages === 0 ? 1 : 1 - remainingPages / totalPages)
        return PAGES_A_STEP
      },
    })
    return snapshot
  } catch (cause) {
    throw storageFailure(cause)
  } finally {
    source.close()
  }
}

/**
 * Opens a copy and reads all of it (`integrity_check`, `foreign_key_check`); a copy that was open nowhere else becomes
 * one file without a log beside it. Throws `backupDamaged`.
 */
export function checkDatabaseCopy(path: string): Snapshot {
  const copy = openCopy(path)
  try {
    copy.pragma('journal_mode = DELETE')
    const damage = String(copy.pragma('integrity_check(1)', { simple: true }))
    if (damage !== 'ok') throw damaged(path, damage)
    const orphans = copy.pragma('foreign_key_check')
    if (Array.isArray(orphans) && orphans.length > 0)
      throw damaged(path, `${orphans.length} rows refer to what is not there`)
    return describeSnapshot(copy)
  } catch (cause) {
    throw cause instanceof BetterSqlite.SqliteError ? damaged(path, cause.message) : cause
  } finally {
    copy.close()
  }
}

const MEDIA_SQL = 'SELECT mediaSha256 FROM bulletins UNION SELECT sha256 FROM kitSounds ORDER BY 1'

function describeSnapshot(connection: BetterSqlite.Database): Snapshot {
  const pluck = (sql: string) => connection.prepare(sql).pluck()
  return {
    // The columns are TEXT NOT NULL.
    mediaSha256s: pluck(MEDIA_SQL).all() as string[],
    migration: Number(pluck('SELECT max(number) FROM migrations').get()),
    rootKid: String(pluck("SELECT kid FROM serverKeys WHERE purpose = 'root' LIMIT 1").get() ?? ''),
  }
}

function openReadOnly(path: string): BetterSqlite.Database {
  try {
    return new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: 2_000 })
  } catch (cause) {
    throw storageFailure(cause)
  }
}

function openCopy(path: string): BetterSqlite.Database {
  try {
    return new BetterSqlite(path, { fileMustExist: true })
  } catch (cause) {
    throw damaged(path, String(cause))
  }
}

function storageFailure(cause: unknown): unknown {
  if (cause instanceof CodedError) return cause
  if (cause instanceof BetterSqlite.SqliteError) {
    const code = cause.code === 'SQLITE_FULL' ? 'storageFull' : 'storageFailed'
    return new CodedError(code, cause.message, { cause })
  }
  // better-sqlite3's own word for a file that cannot be opened.
  return cause instanceof TypeError ? new CodedError('storageFailed', cause.message, { cause }) : cause
}

function damaged(path: string, detail: string): CodedError {
  return new CodedError('backupDamaged', `${path}: ${detail}`)
}
