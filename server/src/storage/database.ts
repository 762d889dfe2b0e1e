import { CodedError, type StorageState } from '@tieng-lang/protocol'
import BetterSqlite from 'better-sqlite3'
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { migrate } from './migrations/migrate.ts'
import { NO_RESERVE, type Reserve } from './reserve/reserve.ts'
import type { Tables } from './tables.ts'

/**
 * Builds queries; it cannot run them. Kysely's own driver is asynchronous, and a transaction that stays open across an
 * `await` would hold the one writer of SQLite while strangers run. So kysely only builds and compiles, and `Database`
 * runs the text synchronously: a transaction begins and ends inside one function call, nothing comes between.
 */
export const query = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (builder) => new SqliteIntrospector(builder),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** Anything that kysely has built. */
export interface Built<Row> {
  compile(): CompiledQuery<Row>
}

const STATEMENTS_MAX = 500

/** What a timer could not write (a full disk) is kept and tried again after so long. */
export const WRITE_AGAIN_MS = 5_000

/**
 * The one connection of the main thread: WAL with `synchronous = FULL` (an acknowledged commit survives a power cut),
 * foreign keys on. Every failure is a `CodedError`: `storageFull`, `storageFailed`, `alreadyExists`, `stillReferenced`.
 */
export class Database {
  readonly #connection: BetterSqlite.Database
  readonly #statements = new Map<string, BetterSqlite.Statement<unknown[]>>()
  readonly #storageListeners: ((state: StorageState) => void)[] = []
  /** Made once: the library wraps a function in a transaction anew each time it is asked to. */
  readonly #inTransaction: (act: () => unknown) => unknown
  #storage: StorageState = 'working'
  readonly #reserve: Reserve

  constructor(connection: BetterSqlite.Database, reserve: Reserve = NO_RESERVE) {
    this.#connection = connection
    this.#reserve = reserve
    this.#inTransaction = connection.transaction((act: () => unknown) => act()).immediate
  }

  /** All rows; callers bound them with a limit or a key. */
  rows<Row>(built: Built<Row>): Row[] {
    const { sql, parameters } = built.compile()
    // The columns are those that kysely's types promise for this text.
    return coded(() => this.#prepare(sql).all(...parameters) as Row[])
  }

  row<Row>(built: Built<Row>): Row | undefined {
    const { sql, parameters } = built.compile()
    return coded(() => this.#prepare(sql).get(...parameters) as Row | undefined)
  }

  /** Gives how many rows were changed. */
  run(built: Built<unknown>): number {
    const { sql, parameters } = built.compile()
    return this.#written(() => this.#prepare(sql).run(...parameters).changes)
  }

  /** All of it or nothing; inside another transaction it is a part of that one. `act` must not wait for anything. */
  transaction<T>(act: () => T): T {
    return this.#written(() => this.#inOneGo(act))
  }

  /**
   * As `transaction`, of what must not wait for room: emergencies, and whoever comes to raise or end one. On a full disk
   * it is written in the room that is kept for it; `act` may run several times then.
   */
  urgentTransaction<T>(act: () => T): T {
    if (this.#connection.inTransaction) return this.transaction(act)
    for (;;)
      try {
        return this.#written(() => this.#inOneGo(act), { isUrgent: true })
      } catch (cause) {
        if (!isFull(cause) || !this.#reserve.giveUpSome()) throw cause
      }
  }

  /** Whether nothing but urgent transactions is written, because the disk is full. */
  isOnReserve(): boolean {
    return this.#reserve.isInUse()
  }

  /** What the disk said to the last write. */
  storage(): StorageState {
    return this.#storage
  }

  /** Called after each change of `storage()`. */
  onStorage(run: (state: StorageState) => void): void {
    this.#storageListeners.push(run)
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }

  #inOneGo<T>(act: () => T): T {
    const once = () => {
      const result = act()
      if (result instanceof Promise) throw new Error('a transaction must not wait')
      return result
    }
    // It gives what `once` gave.
    return this.#inTransaction(once) as T
  }

  /** Inside a transaction it is the transaction that is written. */
  #written<T>(act: () => T, { isUrgent = false } = {}): T {
    if (this.#connection.inTransaction) return coded(act)
    try {
      if (this.#reserve.isInUse() && !isUrgent)
        throw new CodedError('storageFull', 'the disk is full: what is left is kept for emergencies')
      const result = coded(act)
      this.#tellStorage(this.#reserve.isInUse() ? 'full' : 'working')
      return result
    } catch (cause) {
      if (isFull(cause)) {
        this.#reserve.diskIsFull()
        this.#tellStorage('full')
      }
      if (cause instanceof CodedError && cause.code === 'storageFailed') this.#tellStorage('failing')
      throw cause
    }
  }

  #tellStorage(state: StorageState): void {
    if (state === this.#storage) return
    this.#storage = state
    for (const run of this.#storageListeners) run(state)
  }

  #prepare(sql: string): BetterSqlite.Statement<unknown[]> {
    const known = this.#statements.get(sql)
    if (known) return known
    // Lists of changing length make ever new texts: the cache begins again before it grows without bound.
    if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear()
    const statement = this.#connection.prepare<unknown[]>(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

const LOG_BYTES_KEPT = 67_108_864

/** Opens the file (made if absent), brings it to the newest migration, and refuses one of a newer program. */
export function openDatabase(path: string, now: number, reserve?: Reserve): Database {
  const connection = coded(() => {
    const opened = new BetterSqlite(path, { timeout: 2_000 })
    opened.pragma('journal_mode = WAL')
    opened.pragma('synchronous = FULL')
    opened.pragma('foreign_keys = ON')
    // A long read, such as a backup, lets the log grow; afterwards it gives the room back.
    opened.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`)
    return opened
  })
  migrate(connection, now)
  return new Database(connection, reserve)
}

const CODES: Record<string, string> = {
  SQLITE_FULL: 'storageFull',
  // The index of the log could not grow.
  SQLITE_IOERR_SHMSIZE: 'storageFull',
  SQLITE_CONSTRAINT_UNIQUE: 'alreadyExists',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'alreadyExists',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'stillReferenced',
}

function isFull(cause: unknown): boolean {
  return cause instanceof CodedError && cause.code === 'storageFull'
}

function coded<T>(act: () => T): T {
  try {
    return act()
  } catch (cause) {
    if (!(cause instanceof BetterSqlite.SqliteError)) throw cause
    throw new CodedError(CODES[cause.code] ?? 'storageFailed', cause.message, { cause })
  }
}
