import {
  type Cancellable,
  type Chance,
  type Clock,
  CodedError,
  type DatagramSocket,
  type Id,
  type OpenDatagramSocket,
  SECOND_MS,
  type StreamAddress,
} from '@tieng-lang/protocol'
import { demultiplex } from '@tieng-lang/protocol/rtp'
import type {
  ListenerReport,
  Stream,
  StreamListener,
  StreamPacket,
  StreamReceiver,
  StreamSession,
} from '../stream.ts'
import type { Listener, ListenerLife } from './listener.ts'
import { type Reporter, takeReport } from './reports.ts'
import { type Arrival, takeRequest } from './requests.ts'
import { SenderSession } from './session.ts'
import { StreamClock } from './stream-clock.ts'
import { resendUnheard } from './unheard.ts'

export interface SenderOptions {
  clock: Clock
  /** Fit for secrets. */
  chance: Chance
  openSocket: OpenDatagramSocket
  host: string
  /** 0 takes any free one. */
  port: number
}

/** So often a sender report goes to everybody, and what listeners said goes to the pages. */
const REPORT_EVERY_MS = SECOND_MS
/** The end is said twice: one datagram may be lost. */
const GOODBYE_AGAIN_MS = 200
/** After its end, for what is still to be sent again. */
const KEPT_AFTER_END_MS = SECOND_MS

/** Sends live sound to the clusters over one UDP socket: RTP, RTCP and STUN (RFC 5761, RFC 7983). */
export class Sender implements Stream {
  readonly #options: SenderOptions
  readonly #clock: StreamClock
  readonly #sessions = new Map<Id, SenderSession>()
  readonly #ending = new Set<Id>()
  readonly #reporters = new Map<number, Reporter>()
  readonly #refusals = new Map<string, number>()
  #socket: DatagramSocket | undefined
  #timer: Cancellable | undefined
  #isStopped = false
  #tellReports: (reports: readonly ListenerReport[]) => void = () => {}
  #tellRefused: (code: string, times: number) => void = () => {}

  constructor(options: SenderOptions) {
    this.#options = options
    this.#clock = new StreamClock(options.clock)
  }

  /** Rejects with `portUnavailable`. */
  async start(): Promise<void> {
    const { openSocket, host, port, clock } = this.#options
    const onDatagram = (bytes: Uint8Array, from: StreamAddress, arrivedMs: number) =>
      this.#take({ bytes, from, arrivedMs, arrivedAt: this.#clock.at(arrivedMs) })
    this.#socket = await openSocket({ host, port, onDatagram }).catch((cause: unknown) => {
      throw new CodedError('portUnavailable', `UDP ${host}:${port} cannot be used`, { cause })
    })
    const tick = () => {
      this.#timer = clock.after(REPORT_EVERY_MS, tick)
      this.#report()
    }
    this.#timer = clock.after(REPORT_EVERY_MS, tick)
  }

  get port(): number {
    return this.#opened().port
  }

  now(): number {
    return this.#clock.now()
  }

  open(session: StreamSession): void {
    const { chance } = this.#options
    const opened = new SenderSession(session, { chance, socket: this.#opened() })
    opened.admit(session.listeners)
    this.#sessions.set(session.sessionId, opened)
  }

  admit(sessionId: Id, listeners: readonly StreamListener[]): void {
    for (const gone of this.#sessions.get(sessionId)?.admit(listeners) ?? []) this.#forget(gone)
  }

  send(sessionId: Id, packet: StreamPacket): void {
    const session = this.#sessions.get(sessionId)
    if (!session || this.#ending.has(sessionId)) return
    const nowMs = this.#options.clock.monotonicMs()
    const instant = { nowMs, nowAt: this.#clock.at(nowMs) }
    session.send(packet, instant)
    resendUnheard(this.#opened(), session, instant)
  }

  close(sessionId: Id): void {
    const session = this.#sessions.get(sessionId)
    if (!session || this.#ending.has(sessionId)) return
    this.#ending.add(sessionId)
    const { clock } = this.#options
    const sayGoodbye = () => {
      if (!this.#isStopped) session.report(this.now(), clock.monotonicMs(), true)
    }
    sayGoodbye()
    clock.after(GOODBYE_AGAIN_MS, sayGoodbye)
    clock.after(session.delayMs + KEPT_AFTER_END_MS, () => {
      this.#sessions.delete(sessionId)
      this.#ending.delete(sessionId)
      for (const listener of session.listeners()) this.#forget(listener)
    })
  }

  async addReceiver(sessionId: Id, address: StreamAddress): Promise<StreamReceiver> {
    const session = this.#sessions.get(sessionId)
    if (!session || this.#ending.has(sessionId))
      throw new CodedError('wrongState', `${sessionId} is not on air`)
    return session.addReceiver(address)
  }

  onReports(tell: (reports: readonly ListenerReport[]) => void): void {
    this.#tellReports = tell
  }

  onRefused(tell: (code: string, times: number) => void): void {
    this.#tellRefused = tell
  }

  /** Says goodbye to everybody. */
  async stop(): Promise<void> {
    if (this.#isStopped) return
    const nowMs = this.#options.clock.monotonicMs()
    for (const session of this.#sessions.values()) session.report(this.now(), nowMs, true)
    this.#isStopped = true
    this.#timer?.cancel()
    await this.#socket?.close()
  }

  #opened(): DatagramSocket {
    if (!this.#socket) throw new CodedError('senderFailed', 'the sender is not started')
    return this.#socket
  }

  #take(arrival: Arrival): void {
    // Port 0 is no place to answer to (RFC 768).
    if (this.#isStopped || arrival.from.port === 0) return
    const kind = demultiplex(arrival.bytes)
    const desk = {
      chance: this.#options.chance,
      socket: this.#opened(),
      sessionOf: (sessionId: string) => this.#sessions.get(sessionId),
      noteLife: (reporter: Reporter, { ssrc }: ListenerLife) => {
        this.#forget(reporter.listener)
        this.#reporters.set(ssrc, reporter)
      },
      refused: (code: string) => this.#refused(code),
    }
    if (kind === 'stun') takeRequest(desk, arrival, () => this.now())
    else if (kind === 'rtcp') takeReport(desk, arrival, (ssrc) => this.#reporters.get(ssrc))
    else this.#refused('wrongKind')
  }

  #forget({ life }: Listener): void {
    if (life) this.#reporters.delete(life.ssrc)
  }

  #refused(code: string): void {
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1)
  }

  #report(): void {
    const nowMs = this.#options.clock.monotonicMs()
    const reports: ListenerReport[] = []
    for (const session of this.#sessions.values()) {
      if (!this.#ending.has(session.sessionId)) session.report(this.now(), nowMs)
      for (const listener of session.listeners()) {
        const { clusterId, quality, life } = listener
        if (!life) continue
        const { sessionId } = session
        reports.push({
          sessionId,
          clusterId,
          isConnected: listener.isHeardOf(nowMs),
          ...quality,
        })
      }
    }
    if (reports.length > 0) this.#tellReports(reports)
    for (const [code, times] of this.#refusals) this.#tellRefused(code, times)
    this.#refusals.clear()
  }
}
