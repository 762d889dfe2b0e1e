import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import type { ReadAnswer, ReaderWorkerData, ReadRequest } from './reader-messages.ts'

/** Different texts that are kept prepared. */
const STATEMENTS_MAX = 200
/** Pages kept in memory, in KiB. */
const CACHE_KIB = 32_768

/** The worker's entry: one connection that can only read, one statement after another. */
function main(): void {
  if (!parentPort) throw new Error('the reader runs in a worker thread')
  const port = parentPort
  // The other side is `worker-reader.ts` of the same build; what crosses is typed by `reader-messages.ts`.
  const { path } = workerData as ReaderWorkerData
  const connection = new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: 2_000 })
  connection.pragma(`cache_size = -${CACHE_KIB}`)
  const statements = new Map<string, BetterSqlite.Statement<unknown[]>>()
  const prepared = (sql: string) => {
    const known = statements.get(sql)
    if (known) return known
    if (statements.size >= STATEMENTS_MAX) statements.clear()
    const statement = connection.prepare<unknown[]>(sql)
    statements.set(sql, statement)
    return statement
  }
  const answer = ({ id, sql, parameters }: ReadRequest): ReadAnswer => {
    try {
      return { id, kind: 'rows', rows: prepared(sql).all(...parameters) }
    } catch (cause) {
      return { id, kind: 'failure', detail: String(cause) }
    }
  }
  port.on('message', (request: ReadRequest) => port.postMessage(answer(request)))
}

main()
