import type { Clock } from '@tieng-lang/protocol'
import ModbusRTU from 'modbus-serial'
import { BoardError } from './board.ts'

const REQUEST_MS_MAX = 150
const CONNECT_MS_MAX = 1_000
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 5_000
const QUEUE_MAX = 64

/** `rtuOverTcp` is plain RTU frames in a TCP connection, as `ser2net` gives for RS-485. */
export type ModbusTransport = 'tcp' | 'rtuOverTcp'

export interface ModbusBusOptions {
  clock: Clock
  host: string
  port: number
  transport: ModbusTransport
}

interface Job {
  unitId: number
  isWrite: boolean
  run: (client: ModbusRTU) => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: BoardError) => void
}

/**
 * One Modbus connection and the queue before it. Writes overtake polls. On an RTU bus one request is under way at a
 * time, so a write waits for at most the 150 ms of the request before it; over Modbus TCP it does not even wait for
 * that, since answers carry the number of their request.
 */
export class ModbusBus {
  readonly #options: ModbusBusOptions
  #client: ModbusRTU | null = null
  #isStarted = false
  #connecting: Promise<ModbusRTU> | null = null
  #notBeforeMs = 0
  #retryMs = RETRY_MS_MIN
  #queue: Job[] = []
  #pollsUnderWay = 0
  #writesUnderWay = 0

  constructor(options: ModbusBusOptions) {
    this.#options = options
  }

  start(): void {
    this.#isStarted = true
  }

  async stop(): Promise<void> {
    this.#isStarted = false
    for (const job of this.#queue.splice(0)) job.reject(new BoardError('stopped', 'the bus has been stopped'))
    await this.#connecting?.catch(() => {})
    this.#drop()
  }

  /** Reads from a unit; rejects with a `BoardError` after 150 ms without answer. */
  poll<Answer>(unitId: number, run: (client: ModbusRTU) => Promise<Answer>): Promise<Answer> {
    return this.#enqueue(unitId, false, run)
  }

  /** Writes to a unit, ahead of every poll that waits. */
  write<Answer>(unitId: number, run: (client: ModbusRTU) => Promise<Answer>): Promise<Answer> {
    return this.#enqueue(unitId, true, run)
  }

  #enqueue<Answer>(
    unitId: number,
    isWrite: boolean,
    run: (client: ModbusRTU) => Promise<Answer>,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (!this.#isStarted) return reject(new BoardError('stopped', 'the bus is not started'))
      if (this.#queue.length >= QUEUE_MAX) return reject(new BoardError('timedOut', 'too many requests wait'))
      // The queue does not know the answers' types; each job resolves its own promise with its own answer.
      const job: Job = { unitId, isWrite, run, resolve: resolve as (value: unknown) => void, reject }
      const place = isWrite ? this.#queue.findIndex((other) => !other.isWrite) : -1
      if (place === -1) this.#queue.push(job)
      else this.#queue.splice(place, 0, job)
      this.#next()
    })
  }

  #next(): void {
    const job = this.#queue[0]
    if (job === undefined) return
    const isPipelined = this.#options.transport === 'tcp'
    if (this.#writesUnderWay > 0 || (this.#pollsUnderWay > 0 && !(job.isWrite && isPipelined))) return
    this.#queue.shift()
    if (job.isWrite) this.#writesUnderWay += 1
    else this.#pollsUnderWay += 1
    this.#carryOut(job)
      .then(job.resolve, (error: unknown) => job.reject(boardError(error)))
      .finally(() => {
        if (job.isWrite) this.#writesUnderWay -= 1
        else this.#pollsUnderWay -= 1
        this.#next()
      })
  }

  async #carryOut(job: Job): Promise<unknown> {
    const client = await this.#connected()
    client.setID(job.unitId)
    return within(this.#options.clock, REQUEST_MS_MAX, job.run(client), () => {
      // On an RTU bus a late answer would be taken for that of the next request.
      if (this.#options.transport === 'rtuOverTcp') this.#drop()
    })
  }

  #connected(): Promise<ModbusRTU> {
    if (this.#client?.isOpen === true) return Promise.resolve(this.#client)
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null
    })
    return this.#connecting
  }

  async #connect(): Promise<ModbusRTU> {
    const { clock, host, port, transport } = this.#options
    if (clock.monotonicMs() < this.#notBeforeMs) throw new BoardError('notConnected', `${host}:${port}`)
    this.#drop()
    const client = new ModbusRTU()
    // Without a listener an error of the socket would end the process; requests tell it by failing.
    client.on('error', () => {})
    try {
      const opened =
        transport === 'tcp' ? client.connectTCP(host, { port }) : client.connectTelnet(host, { port })
      await within(clock, CONNECT_MS_MAX, opened, () => client.destroy(() => {}))
    } catch (error) {
      this.#notBeforeMs = clock.monotonicMs() + this.#retryMs
      this.#retryMs = Math.min(RETRY_MS_MAX, this.#retryMs * 2)
      throw new BoardError('notConnected', `${host}:${port}`, error)
    }
    this.#retryMs = RETRY_MS_MIN
    // Our own clock times requests; the library's timer is only the second net below it.
    client.setTimeout(REQUEST_MS_MAX * 2)
    this.#client = client
    return client
  }

  #drop(): void {
    this.#client?.destroy(() => {})
    this.#client = null
  }
}

function within<Answer>(
  clock: Clock,
  limitMs: number,
  answer: Promise<Answer>,
  onLate: () => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(limitMs, () => {
      onLate()
      reject(new BoardError('timedOut', `no answer within ${limitMs} ms`))
    })
    answer.then(resolve, reject).finally(() => timer.cancel())
  })
}

function boardError(error: unknown): BoardError {
  if (error instanceof BoardError) return error
  const name = error instanceof Error ? error.name : ''
  if (name === 'TransactionTimedOutError') return new BoardError('timedOut', 'no answer', error)
  if (name === 'PortNotOpenError') return new BoardError('notConnected', 'the connection is gone', error)
  return new BoardError('refusedByBoard', error instanceof Error ? error.message : String(error), error)
}
