import { type Cancellable, type Clock, CodedError, SECOND_MS } from '@tieng-lang/protocol'
import type { CapturedPacket } from '../../../media/capture/capture.ts'
import { sleepUnless } from '../../../media/relay-source/within.ts'
import { PacketBuffer } from './packet-buffer.ts'

/** Opens a station; it ends where the station ends, and throws coded. */
export type OpenSource = (url: string, signal: AbortSignal) => AsyncIterable<CapturedPacket>

/** Told every 20 ms; the packet is undefined while the station gives nothing. Ticks that a busy machine lost are left out. */
export type FeedListener = (tick: number, packet: CapturedPacket | undefined) => void

export const TICK_MS = 20
/** After so much of a machine's standstill the time is let go. */
const TICKS_AT_ONCE_MAX = 50
const DEPTH_MS_MAX = 30 * SECOND_MS
const FULL_WAIT_MS = 100
const AGAIN_MS_MIN = SECOND_MS / 2
const AGAIN_MS_MAX = 5 * SECOND_MS

/**
 * One station, fetched once for all who relay it, at the pace at which it is heard. It is asked for again and again while
 * anyone listens.
 */
export class SourceFeed {
  readonly #url: string
  readonly #parts: { clock: Clock; open: OpenSource }
  readonly #listeners = new Set<FeedListener>()
  readonly #buffer = new PacketBuffer()
  readonly #over = new AbortController()
  #beganMs = 0
  #ticks = 0
  #timer: Cancellable | undefined
  #trouble: CodedError | undefined

  constructor(url: string, parts: { clock: Clock; open: OpenSource }) {
    this.#url = url
    this.#parts = parts
  }

  /** Why the last connection ended; undefined while one gives sound. */
  get trouble(): CodedError | undefined {
    return this.#trouble
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  start(): void {
    this.#beganMs = this.#parts.clock.monotonicMs()
    this.#tickLater()
    void this.#follow()
  }

  stop(): void {
    this.#over.abort()
    this.#timer?.cancel()
    this.#listeners.clear()
  }

  /** Gives the way to leave. */
  join(listener: FeedListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #follow(): Promise<void> {
    const { clock } = this.#parts
    const { signal } = this.#over
    let againMs = AGAIN_MS_MIN
    while (!signal.aborted) {
      this.#buffer.beginConnection()
      const hasSounded = await this.#connection()
      againMs = hasSounded ? AGAIN_MS_MIN : Math.min(AGAIN_MS_MAX, againMs * 2)
      await sleepUnless(signal, clock, againMs)
    }
  }

  /** Gives whether anything came. */
  async #connection(): Promise<boolean> {
    const { clock, open } = this.#parts
    const { signal } = this.#over
    let hasSounded = false
    try {
      for await (const packet of open(this.#url, signal)) {
        if (signal.aborted) break
        this.#trouble = undefined
        hasSounded = true
        this.#buffer.push(packet, clock.monotonicMs())
        while (this.#buffer.depthMs >= DEPTH_MS_MAX && !signal.aborted)
          await sleepUnless(signal, clock, FULL_WAIT_MS)
      }
      this.#trouble = new CodedError('sourceUnreachable', 'the station has ended')
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      this.#trouble = cause
    }
    return hasSounded
  }

  #tickLater(): void {
    const { clock } = this.#parts
    const dueMs = this.#beganMs + (this.#ticks + 1) * TICK_MS
    this.#timer = clock.after(Math.max(0, dueMs - clock.monotonicMs()), () => this.#tick())
  }

  #tick(): void {
    const nowMs = this.#parts.clock.monotonicMs()
    const due = Math.floor((nowMs - this.#beganMs) / TICK_MS)
    while (this.#ticks < due && !this.#over.signal.aborted) {
      this.#ticks += 1
      // What was to be heard while it stood still is taken all the same, or all after it would be late.
      const packet = this.#buffer.take(nowMs)
      if (due - this.#ticks >= TICKS_AT_ONCE_MAX) continue
      for (const listener of [...this.#listeners]) listener(this.#ticks, packet)
    }
    if (!this.#over.signal.aborted) this.#tickLater()
  }
}
