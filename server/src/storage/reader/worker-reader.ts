import type { Worker } from 'node:worker_threads'
import { CodedError } from '@tieng-lang/protocol'
import { startWorker } from '../../workers/start-worker.ts'
import type { Built } from '../database.ts'
import type { Reader } from './reader.ts'
import type { ReadAnswer, ReaderWorkerData, ReadRequest } from './reader-messages.ts'

interface Waiting {
  resolve(rows: unknown[]): void
  reject(cause: CodedError): void
}

/** So many reads may wait for the one worker. */
const WAITING_MAX = 500

/** A worker thread with a connection of its own that can only read. One that has failed is started again when asked. */
export class WorkerReader implements Reader {
  readonly #data: ReaderWorkerData
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #lastId = 0
  #isStopped = false

  constructor(path: string) {
    this.#data = { path }
  }

  rows<Row>(built: Built<Row>): Promise<Row[]> {
    if (this.#isStopped) return Promise.reject(new CodedError('readerStopped', 'the server is stopping'))
    if (this.#waiting.size >= WAITING_MAX)
      return Promise.reject(new CodedError('tooBusy', `over ${WAITING_MAX} reads wait`))
    const { sql, parameters } = built.compile()
    const id = ++this.#lastId
    const request: ReadRequest = { id, sql, parameters }
    return new Promise<unknown[]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#started().postMessage(request)
      // The columns are those that kysely's types promise for this text.
    }) as Promise<Row[]>
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#worker?.terminate()
  }

  #started(): Worker {
    this.#worker ??= this.#start()
    return this.#worker
  }

  #start(): Worker {
    const worker = startWorker(new URL('./reader-worker', import.meta.url), this.#data)
    worker.on('message', (answer: ReadAnswer) => this.#take(answer))
    // An idle reader keeps no program alive.
    worker.unref()
    const end = (detail: string) => {
      if (this.#worker === worker) this.#worker = undefined
      for (const { reject } of this.#waiting.values()) reject(new CodedError('readerStopped', detail))
      this.#waiting.clear()
    }
    worker.on('error', (cause) => end(`the reader failed: ${String(cause)}`))
    worker.on('exit', (exitCode) => end(`the reader ended with ${exitCode}`))
    return worker
  }

  #take(answer: ReadAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (answer.kind === 'rows') waiting?.resolve(answer.rows)
    else waiting?.reject(new CodedError('storageFailed', answer.detail))
  }
}
