import type { Worker } from 'node:worker_threads'
import { type Clock, CodedError, type Id, type StreamAddress } from '@tieng-lang/protocol'
import { startWorker } from '../../workers/start-worker.ts'
import { StreamClock } from '../sender/stream-clock.ts'
import type {
  ListenerReport,
  Stream,
  StreamListener,
  StreamPacket,
  StreamReceiver,
  StreamSession,
} from '../stream.ts'
import type { FromSender, SenderWorkerData, ToSender } from './sender-messages.ts'

interface Question {
  resolve(receiver: StreamReceiver): void
  reject(cause: CodedError): void
}

/** The sender in a worker thread of its own, so that nothing else of the server keeps a packet waiting. */
export class WorkerStream implements Stream {
  readonly #data: SenderWorkerData
  readonly #clock: StreamClock
  readonly #questions = new Map<number, Question>()
  #worker: Worker | undefined
  #port = 0
  #lastId = 0
  #isStopping = false
  #stopped: () => void = () => {}
  #tellReports: (reports: readonly ListenerReport[]) => void = () => {}
  #tellRefused: (code: string, times: number) => void = () => {}
  #tellFailure: (cause: CodedError) => void = () => {}

  constructor(data: SenderWorkerData, clock: Clock) {
    this.#data = data
    this.#clock = new StreamClock(clock)
  }

  /** Rejects with `portUnavailable`, or `senderFailed`. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = startWorker(new URL('./sender-worker', import.meta.url), this.#data)
      this.#worker = worker
      worker.on('message', (message: FromSender) => {
        if (message.kind === 'ready') {
          this.#port = message.port
          resolve()
        } else if (message.kind === 'failed') reject(new CodedError(message.code, message.detail))
        else this.#hear(message)
      })
      const end = (detail: string, cause?: unknown) => {
        const ended = new CodedError('senderFailed', detail, { cause })
        reject(ended)
        this.#end(ended)
      }
      worker.on('error', (cause) => end('the sender failed', cause))
      worker.on('exit', (exitCode) => end(`the sender ended with ${exitCode}`))
    })
  }

  get port(): number {
    return this.#port
  }

  now(): number {
    return this.#clock.now()
  }

  open(session: StreamSession): void {
    this.#say({ kind: 'open', session })
  }

  admit(sessionId: Id, listeners: readonly StreamListener[]): void {
    this.#say({ kind: 'admit', sessionId, listeners })
  }

  send(sessionId: Id, packet: StreamPacket): void {
    // A view would take along all that it is a view of.
    this.#say({ kind: 'send', sessionId, packet: { ...packet, opus: new Uint8Array(packet.opus) } })
  }

  close(sessionId: Id): void {
    this.#say({ kind: 'close', sessionId })
  }

  addReceiver(sessionId: Id, address: StreamAddress): Promise<StreamReceiver> {
    if (!this.#worker || this.#isStopping)
      return Promise.reject(new CodedError('senderFailed', 'the sender is not running'))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#questions.set(id, { resolve, reject })
      this.#say({ kind: 'addReceiver', id, sessionId, address })
    })
  }

  onReports(tell: (reports: readonly ListenerReport[]) => void): void {
    this.#tellReports = tell
  }

  onRefused(tell: (code: string, times: number) => void): void {
    this.#tellRefused = tell
  }

  /** Told once where the thread dies by itself; nothing is sent any more. */
  onFailure(tell: (cause: CodedError) => void): void {
    this.#tellFailure = tell
  }

  async stop(): Promise<void> {
    if (this.#isStopping || !this.#worker) return
    this.#isStopping = true
    const stopped = new Promise<void>((resolve) => {
      this.#stopped = resolve
    })
    this.#say({ kind: 'stop' })
    await stopped
    await this.#worker.terminate()
  }

  #say(message: ToSender): void {
    this.#worker?.postMessage(message)
  }

  #hear(message: Exclude<FromSender, { kind: 'ready' | 'failed' }>): void {
    if (message.kind === 'reports') this.#tellReports(message.reports)
    else if (message.kind === 'refused') this.#tellRefused(message.code, message.times)
    else if (message.kind === 'stopped') this.#stopped()
    else {
      const question = this.#questions.get(message.id)
      this.#questions.delete(message.id)
      if (message.kind === 'receiver') question?.resolve(message.receiver)
      else question?.reject(new CodedError(message.code, message.detail))
    }
  }

  #end(cause: CodedError): void {
    this.#worker = undefined
    this.#stopped()
    for (const question of this.#questions.values()) question.reject(cause)
    this.#questions.clear()
    if (!this.#isStopping) this.#tellFailure(cause)
  }
}
