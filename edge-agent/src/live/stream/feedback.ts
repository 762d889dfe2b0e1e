import type { Clock } from '@tieng-lang/protocol'
import { type RtcpCompound, writeRtcpCompound } from '@tieng-lang/protocol/rtp'
import { SAMPLES_PER_MS } from '../../audio/sounds/sound.ts'
import type { ServerClock } from '../clock/server-clock.ts'
import { ListenerReports, type ReportFacts } from './listener-report.ts'
import type { LiveStream } from './live-stream.ts'
import type { SecuredStream } from './secured-stream.ts'

export interface FeedbackOptions {
  clock: Pick<Clock, 'now' | 'monotonicMs'>
  clusterId: string
  /** Of the sender. */
  ssrc: () => number
  stream: LiveStream
  secured: SecuredStream
  serverClock: ServerClock
  /** The capture sample that is to be heard at an instant (Unix ms); null while that is not known. */
  sampleHeardAt: (heardAt: number) => number | null
  /** To the sender, where that is known. */
  send: (bytes: Uint8Array) => void
}

/** What an output may hold that nobody has heard yet: what has to be decoded before. */
const OUTPUT_AHEAD_MS = 120
const REPORT_EVERY_MS_MIN = 1_000
/** The first report comes this much sooner: until then nobody knows how this cluster hears (RFC 3550 §6.2). */
const FIRST_REPORT_SHARE = 0.2

/** What this cluster says to the sender over SRTCP, and when: how it hears, what it misses, that it goes. */
export class Feedback {
  readonly #options: FeedbackOptions
  readonly #reports = new ListenerReports()
  #reportEveryMs = REPORT_EVERY_MS_MIN
  #reportDueMs = Number.POSITIVE_INFINITY

  constructor(options: FeedbackOptions) {
    this.#options = options
  }

  /** When something may be due next (monotonic ms). */
  get nextMs(): number {
    return Math.min(this.#options.stream.missing.nextMs, this.#reportDueMs)
  }

  /** The interval that the sender names; the first time that it does, reports begin. */
  reportEvery(intervalMs: number): void {
    this.#reportEveryMs = Math.max(REPORT_EVERY_MS_MIN, intervalMs)
    if (Number.isFinite(this.#reportDueMs)) return
    this.#reportDueMs = this.#options.clock.monotonicMs() + FIRST_REPORT_SHARE * this.#reportEveryMs
  }

  /** Says what is due. */
  say(nowMs: number): void {
    this.#askAgain(nowMs)
    if (nowMs < this.#reportDueMs) return
    this.#reportDueMs = nowMs + this.#reportEveryMs
    const facts = this.#facts()
    if (facts) this.#send(this.#reports.report(this.#options.stream, facts))
  }

  sayGoodbye(): void {
    const facts = this.#facts()
    if (facts) this.#send(this.#reports.goodbye(facts))
  }

  #askAgain(nowMs: number): void {
    const { stream, serverClock } = this.#options
    const facts = this.#facts()
    if (!facts) return
    const { roundTripMs, answerMs } = serverClock
    const playableMs = (index: number) => this.#playableMs(index)
    const isRestorable = (index: number) => stream.isRestorable(index)
    const due = stream.missing.takeDue({ nowMs, roundTripMs, answerMs, playableMs, isRestorable })
    if (due.length > 0) this.#send(this.#reports.ask(due, facts))
  }

  /** How long from now a packet may still come and be heard. */
  #playableMs(index: number): number {
    const { stream, clock, sampleHeardAt } = this.#options
    const sample = stream.sampleOf(index)
    if (sample === undefined) return 0
    const { end } = stream.decoded
    const soonAt = clock.now() + OUTPUT_AHEAD_MS
    const next = Number.isFinite(end) ? end : (sampleHeardAt(soonAt) ?? sample)
    return (sample - next) / SAMPLES_PER_MS
  }

  #send(compound: RtcpCompound): void {
    const { secured, send } = this.#options
    const bytes = secured.protectRtcp(writeRtcpCompound(compound))
    if (bytes) send(bytes)
  }

  /** Undefined before the first answer. */
  #facts(): ReportFacts | undefined {
    const { clusterId, clock, ssrc, secured, serverClock } = this.#options
    const { listenerSsrc } = secured
    if (listenerSsrc === null) return undefined
    const { roundTripMs } = serverClock
    return { cname: clusterId, ssrc: ssrc(), listenerSsrc, roundTripMs, nowMs: clock.monotonicMs() }
  }
}
