import { type Chance, type Clock, CodedError, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { CapturedPacket } from '../../../media/capture/capture.ts'
import { ByteAllowance } from '../../../media/relay-source/byte-allowance.ts'
import { sleepUnless } from '../../../media/relay-source/within.ts'

/** Opens a station; it ends where the station ends, and throws coded. The allowance is for all its calls together. */
export type OpenSource = (
  url: string,
  signal: AbortSignal,
  allowance: ByteAllowance,
) => AsyncIterable<CapturedPacket>

export interface StationCallsOptions {
  clock: Clock
  chance: Pick<Chance, 'next'>
  open: OpenSource
  url: string
  /** `isFirst`: what comes from now on is of another connection. */
  onPacket: (packet: CapturedPacket, about: { isFirst: boolean }) => void
  /** More than enough lies ready: the station is not read for a while. */
  isFull: () => boolean
}

/**
 * With the second that is gathered a station that is back is heard within two seconds, also after an hour. A little later
 * each time, by chance: a thousand servers that lost the same station must not come back to it at once.
 */
const CALL_EVERY_MS = SECOND_MS / 2
const CALL_EVERY_MS_MAX = 0.9 * SECOND_MS
const CHANCE_SHARE = 0.25
const SHORT_OUTAGE_MS = MINUTE_MS
/** Who has never been heard may take their time to begin. */
const FIRST_ANSWER_MS = 3 * SECOND_MS
/** As many as can be waiting for an answer that takes the longest that is waited for. */
const CALLS_MAX = 10
const FULL_WAIT_MS = 100

/**
 * Asks for a station until it sounds, and again whenever it does not: a call that has not been answered may hang for good
 * on a network that was cut, so the next one does not wait for its end. Whichever sounds first ends the others.
 */
export class StationCalls {
  readonly #options: StationCallsOptions
  readonly #allowance: ByteAllowance
  /** Those under way, the eldest first. */
  readonly #calls = new Set<AbortController>()
  #speaking: AbortController | undefined
  #nextMs = Number.NEGATIVE_INFINITY
  /** When it was heard last, or asked for first. */
  #heardMs: number | undefined
  #hasSounded = false
  #trouble: CodedError | undefined

  constructor(options: StationCallsOptions) {
    this.#options = options
    this.#allowance = new ByteAllowance(options.clock)
  }

  /** Why the last call ended; undefined while one gives sound. */
  get trouble(): CodedError | undefined {
    return this.#trouble
  }

  /** Now and then, at least every 100 ms; `isSilent`: nothing of it is left to be heard, and nothing comes. */
  look({ isSilent }: { isSilent: boolean }): void {
    const nowMs = this.#options.clock.monotonicMs()
    this.#heardMs ??= nowMs
    if (nowMs < this.#nextMs || !isSilent) return
    const [eldest] = this.#calls
    if (this.#calls.size >= CALLS_MAX) this.#hangUp(eldest)
    this.#nextMs = nowMs + this.#pauseMs(nowMs)
    void this.#call()
  }

  stop(): void {
    for (const call of [...this.#calls]) this.#hangUp(call)
  }

  #pauseMs(nowMs: number): number {
    const { chance } = this.#options
    if (!this.#hasSounded && this.#calls.size === 0 && this.#trouble === undefined) return FIRST_ANSWER_MS
    const isShort = nowMs - (this.#heardMs ?? nowMs) < SHORT_OUTAGE_MS
    return (isShort ? CALL_EVERY_MS : CALL_EVERY_MS_MAX) * (1 - CHANCE_SHARE * chance.next())
  }

  async #call(): Promise<void> {
    const { clock, open, url, isFull } = this.#options
    const call = new AbortController()
    this.#calls.add(call)
    try {
      for await (const packet of open(url, call.signal, this.#allowance)) {
        if (call.signal.aborted) return
        this.#take(call, packet)
        while (isFull() && !call.signal.aborted) await sleepUnless(call.signal, clock, FULL_WAIT_MS)
      }
      this.#ended(call, new CodedError('sourceUnreachable', 'the station has ended'))
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      this.#ended(call, cause)
    }
  }

  #take(call: AbortController, packet: CapturedPacket): void {
    const isFirst = this.#speaking !== call
    this.#speaking = call
    this.#hasSounded = true
    this.#trouble = undefined
    this.#heardMs = this.#options.clock.monotonicMs()
    for (const other of [...this.#calls]) if (other !== call) this.#hangUp(other)
    this.#options.onPacket(packet, { isFirst })
  }

  /** Of itself; what was hung up on says nothing of the station. */
  #ended(call: AbortController, cause: CodedError): void {
    if (!this.#calls.has(call)) return
    const wasFirst = !this.#hasSounded && this.#trouble === undefined
    this.#hangUp(call)
    if (this.#speaking === undefined) this.#trouble = cause
    const nowMs = this.#options.clock.monotonicMs()
    // Its first answer is waited for no more; one that sounded is called again after a pause, however long it sounded.
    if (wasFirst || this.#nextMs <= nowMs) this.#nextMs = nowMs + this.#pauseMs(nowMs)
  }

  #hangUp(call: AbortController | undefined): void {
    if (!call) return
    this.#calls.delete(call)
    if (this.#speaking === call) this.#speaking = undefined
    call.abort()
  }
}
