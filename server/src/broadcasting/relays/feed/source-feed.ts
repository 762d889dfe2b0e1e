import { type Cancellable, type Chance, type Clock, type CodedError, SECOND_MS } from '@tieng-lang/protocol'
import type { CapturedPacket } from '../../../media/capture/capture.ts'
import { PacketBuffer } from './packet-buffer.ts'
import { type OpenSource, StationCalls } from './station-calls.ts'

/** Told every 20 ms; the packet is undefined while the station gives nothing. Ticks that a busy machine lost are left out. */
export type FeedListener = (tick: number, packet: CapturedPacket | undefined) => void

export interface FeedParts {
  clock: Clock
  chance: Pick<Chance, 'next'>
  open: OpenSource
}

export const TICK_MS = 20
/** After so much of a machine's standstill the time is let go. */
const TICKS_AT_ONCE_MAX = 50
const DEPTH_MS_MAX = 30 * SECOND_MS
/** A station gives its sound in pieces: with nothing left, and with a little that is still being gathered. */
const PIECE_MS = 300
const GATHERED_PIECE_MS = 1_500

/**
 * One station, fetched once for all who relay it, at the pace at which it is heard. It is asked for again and again while
 * anyone listens.
 */
export class SourceFeed {
  readonly #clock: Clock
  readonly #listeners = new Set<FeedListener>()
  readonly #buffer = new PacketBuffer()
  readonly #calls: StationCalls
  #isOver = false
  #beganMs = 0
  #ticks = 0
  /** Nothing was there to be taken last. */
  #isDry = true
  /** When a packet came last. */
  #cameMs = Number.NEGATIVE_INFINITY
  #timer: Cancellable | undefined

  constructor(url: string, parts: FeedParts) {
    this.#clock = parts.clock
    this.#calls = new StationCalls({
      ...parts,
      url,
      onPacket: (packet, about) => this.#take(packet, about),
      isFull: () => this.#buffer.depthMs >= DEPTH_MS_MAX,
    })
  }

  /** Why the last connection ended; undefined while one gives sound. */
  get trouble(): CodedError | undefined {
    return this.#calls.trouble
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  start(): void {
    this.#beganMs = this.#clock.monotonicMs()
    this.#calls.look({ isSilent: true })
    this.#tickLater()
  }

  stop(): void {
    this.#isOver = true
    this.#calls.stop()
    this.#timer?.cancel()
    this.#listeners.clear()
  }

  /** Gives the way to leave. */
  join(listener: FeedListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #take(packet: CapturedPacket, { isFirst }: { isFirst: boolean }): void {
    this.#cameMs = this.#clock.monotonicMs()
    if (isFirst) this.#buffer.beginConnection()
    this.#buffer.push(packet, this.#cameMs)
  }

  #tickLater(): void {
    const dueMs = this.#beganMs + (this.#ticks + 1) * TICK_MS
    this.#timer = this.#clock.after(Math.max(0, dueMs - this.#clock.monotonicMs()), () => this.#tick())
  }

  #tick(): void {
    const nowMs = this.#clock.monotonicMs()
    const due = Math.floor((nowMs - this.#beganMs) / TICK_MS)
    while (this.#ticks < due && !this.#isOver) {
      this.#ticks += 1
      // What was to be heard while it stood still is taken all the same, or all after it would be late.
      const packet = this.#buffer.take(nowMs)
      this.#isDry = packet === undefined
      if (due - this.#ticks >= TICKS_AT_ONCE_MAX) continue
      for (const listener of [...this.#listeners]) listener(this.#ticks, packet)
    }
    if (this.#isOver) return
    this.#calls.look({ isSilent: this.#isDry && this.#isQuiet(nowMs) })
    this.#tickLater()
  }

  /** Nothing has come for longer than it takes between two pieces. */
  #isQuiet(nowMs: number): boolean {
    return nowMs - this.#cameMs >= (this.#buffer.depthMs === 0 ? PIECE_MS : GATHERED_PIECE_MS)
  }
}
