import type { Worker } from 'node:worker_threads'
import { type Chance, CodedError } from '@tieng-lang/protocol'
import { startWorker } from '../../workers/start-worker.ts'
import { type BrokerAccount, secretSha256 } from './admission/credentials.ts'
import { type BrokerLimits, DEFAULT_LIMITS } from './admission/limits.ts'
import type { RefusalReport } from './admission/refusal-log.ts'
import type {
  BrokerAnswers,
  BrokerRequest,
  BrokerStats,
  BrokerWorkerData,
  FromWorker,
  ToWorker,
} from './broker-messages.ts'

export interface BrokerOptions {
  /** Where clusters come in, once `openListener` is called; port 0 takes any. */
  host: string
  port: number
  limits?: Partial<BrokerLimits>
  chance: Chance
}

/** The embedded broker, seen from the main thread. Requests reject with `brokerStopped` once the worker is gone. */
export interface Broker {
  /** The private way in, for the server alone: `mqtt://127.0.0.1:port`. Open from the start. */
  serverUrl: string
  serverUsername: string
  serverPassword: string
  /** Resolves when the account can connect; an account of the same username is replaced. */
  allow(accounts: BrokerAccount | readonly BrokerAccount[]): Promise<void>
  /** Forgets the account and ends its live connection. */
  forbid(username: string): Promise<void>
  /** Opens the public listener; rejects with `portUnavailable`. Call it when all documents are retained. */
  openListener(): Promise<{ host: string; port: number }>
  /** Closes the public listener and every connection that came in through it. */
  closeListener(): Promise<void>
  stats(): Promise<BrokerStats>
  /** Told once if the worker dies on its own; the handle is of no use afterwards. */
  onFailure(tell: (cause: CodedError) => void): void
  /** What was refused, gathered over a second each. */
  onRefusals(tell: (reports: RefusalReport[]) => void): void
  stop(): Promise<void>
}

const SERVER_USERNAME = 'server'
const SECRET_BYTES = 32
const STOPPED_CODE = 'brokerStopped'

/** Starts the broker in a worker thread of its own, with only the private listener open. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const serverPassword = Buffer.from(options.chance.bytes(SECRET_BYTES)).toString('base64url')
  const handle = new BrokerHandle({
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    serverAccount: {
      username: SERVER_USERNAME,
      secretSha256: secretSha256(serverPassword),
      role: 'server',
    },
  })
  const serverPort = await handle.start()
  return {
    serverUrl: `mqtt://127.0.0.1:${serverPort}`,
    serverUsername: SERVER_USERNAME,
    serverPassword,
    allow: (accounts) =>
      handle.ask({ name: 'allow', accounts: 'username' in accounts ? [accounts] : accounts }),
    forbid: (username) => handle.ask({ name: 'forbid', username }),
    openListener: () => handle.ask({ name: 'openListener', host: options.host, port: options.port }),
    closeListener: () => handle.ask({ name: 'closeListener' }),
    stats: () => handle.ask({ name: 'stats' }),
    onFailure: (tell) => handle.onFailure(tell),
    onRefusals: (tell) => handle.onRefusals(tell),
    stop: () => handle.stop(),
  }
}

interface Question {
  resolve(value: unknown): void
  reject(cause: CodedError): void
}

/** The worker and the questions it has not answered yet. */
class BrokerHandle {
  readonly #data: BrokerWorkerData
  readonly #questions = new Map<number, Question>()
  readonly #failureListeners: ((cause: CodedError) => void)[] = []
  readonly #refusalListeners: ((reports: RefusalReport[]) => void)[] = []
  #worker: Worker | undefined
  #lastId = 0
  #isStopping = false
  #ended: CodedError | undefined

  constructor(data: BrokerWorkerData) {
    this.#data = data
  }

  /** Resolves with the private listener's port. */
  start(): Promise<number> {
    return new Promise((resolve, reject) => {
      const worker = startWorker(new URL('./broker-worker', import.meta.url), this.#data)
      this.#worker = worker
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') resolve(message.serverPort)
        else this.#hear(message)
      })
      const end = (detail: string, cause?: unknown) => {
        const ended = new CodedError(STOPPED_CODE, detail, { cause })
        reject(ended)
        this.#end(ended)
      }
      worker.on('error', (cause) => end('the broker failed', cause))
      worker.on('exit', (exitCode) => end(`the broker ended with ${exitCode}`))
    })
  }

  ask<N extends BrokerRequest['name']>(
    request: Extract<BrokerRequest, { name: N }>,
  ): Promise<BrokerAnswers[N]> {
    const worker = this.#worker
    if (this.#ended || !worker)
      return Promise.reject(this.#ended ?? new CodedError(STOPPED_CODE, 'the broker is not started'))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      // The worker answers each request with its own row of BrokerAnswers.
      this.#questions.set(id, { resolve: (value) => resolve(value as BrokerAnswers[N]), reject })
      const message: ToWorker = { id, request }
      worker.postMessage(message)
    })
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    if (!this.#ended) await this.ask({ name: 'stop' })
    await this.#worker?.terminate()
  }

  onFailure(tell: (cause: CodedError) => void): void {
    this.#failureListeners.push(tell)
  }

  onRefusals(tell: (reports: RefusalReport[]) => void): void {
    this.#refusalListeners.push(tell)
  }

  #hear(message: Exclude<FromWorker, { kind: 'ready' }>): void {
    if (message.kind === 'refusals') {
      for (const tell of this.#refusalListeners) tell(message.reports)
      return
    }
    const question = this.#questions.get(message.id)
    this.#questions.delete(message.id)
    if (message.kind === 'answer') question?.resolve(message.value)
    else question?.reject(new CodedError(message.code, message.detail))
  }

  #end(cause: CodedError): void {
    if (this.#ended) return
    this.#ended = cause
    for (const question of this.#questions.values()) question.reject(cause)
    this.#questions.clear()
    if (!this.#isStopping) for (const tell of this.#failureListeners) tell(cause)
  }
}
