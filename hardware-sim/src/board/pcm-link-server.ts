import { createServer, type Server, type Socket } from 'node:net'
import type { Cancellable, Clock } from '@tieng-lang/protocol'
import {
  PCM_LINK_VERSION,
  type PcmLinkMessage,
  PcmLinkReader,
  type PcmLinkRefusal,
  writePcmLinkMessage,
} from '@tieng-lang/protocol/board'
import { listen } from './listen.ts'
import { CARD_SAMPLE_RATE_HZ, PERIOD_SAMPLES, type SoundCard } from './sound-card.ts'

/** A tick later than this first lets the sockets be read, since the samples for it have probably arrived. */
const LATE_TICK_MS = 8

export interface PcmLinkServerOptions {
  clock: Clock
  reportsDelay: boolean
  /** 0 takes any free port. */
  port: number
}

/**
 * The card's side of the PCM link. One timer serves the card: at each period boundary it plays, and says what was
 * played or grants credit for it. The newest connection is the one that plays.
 */
export class PcmLinkServer {
  /** Messages and bytes refused since the start. */
  refusals = 0
  /** While true the card neither reports nor reads: a card that hangs. */
  isFrozen = false
  readonly #options: PcmLinkServerOptions
  readonly #card: SoundCard
  #server: Server | null = null
  #socket: Socket | null = null
  #timer: Cancellable | null = null
  #periods = 0
  #port = 0

  constructor(options: PcmLinkServerOptions, card: SoundCard) {
    this.#options = options
    this.#card = card
  }

  get port(): number {
    return this.#port
  }

  get isConnected(): boolean {
    return this.#socket !== null
  }

  async start(): Promise<void> {
    this.#server = createServer({ noDelay: true }, (socket) => this.#connected(socket))
    this.#port = await listen(this.#server, this.#options.port)
    this.#card.start()
    this.#schedule()
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = null
    this.#socket?.destroy()
    const server = this.#server
    this.#server = null
    if (server !== null) await new Promise((resolve) => server.close(resolve))
    this.#card.render()
  }

  /** Cuts the connection, as a loose cable does. */
  disconnect(): void {
    this.#socket?.destroy()
  }

  #schedule(): void {
    this.#periods = Math.max(this.#periods + 1, Math.floor(this.#card.positionSamples() / PERIOD_SAMPLES) + 1)
    const dueMs = this.#card.monotonicMsOf(this.#periods * PERIOD_SAMPLES)
    // Timers run in whole milliseconds: rounded up, so that the period is over when it is reported.
    const delayMs = Math.ceil(Math.max(0, dueMs - this.#options.clock.monotonicMs()))
    this.#timer = this.#options.clock.after(delayMs, () => this.#boundary(dueMs))
  }

  #boundary(dueMs: number): void {
    const lateMs = this.#options.clock.monotonicMs() - dueMs
    if (lateMs < 0) {
      // Timers may come a fraction of a millisecond early.
      this.#timer = this.#options.clock.after(1, () => this.#boundary(dueMs))
    } else if (lateMs > LATE_TICK_MS) {
      this.#timer = this.#options.clock.after(0, () => this.#tick())
    } else {
      this.#tick()
    }
  }

  #tick(): void {
    this.#card.render()
    if (this.#socket !== null && !this.isFrozen) this.#tell(this.#socket)
    this.#schedule()
  }

  #tell(socket: Socket): void {
    if (!this.#options.reportsDelay) {
      const finished = Math.floor(this.#card.consumedSamples() / PERIOD_SAMPLES) * PERIOD_SAMPLES
      socket.write(
        writePcmLinkMessage({ type: 'credit', grantedSamples: finished + this.#card.bufferSamples }),
      )
    } else {
      socket.write(
        writePcmLinkMessage({
          type: 'delayReport',
          positionSamples: this.#card.positionSamples(),
          consumedSamples: this.#card.consumedSamples(),
          queuedSamples: this.#card.queuedSamples(),
          underruns: this.#card.underruns,
        }),
      )
    }
  }

  #connected(socket: Socket): void {
    this.#socket?.destroy()
    this.#socket = socket
    this.#card.connect()
    const reader = new PcmLinkReader()
    socket.on('error', () => {})
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null
    })
    socket.on('data', (bytes) => this.#read(socket, reader, bytes))
    socket.write(
      writePcmLinkMessage({
        type: 'cardHello',
        version: PCM_LINK_VERSION,
        reportsDelay: this.#options.reportsDelay,
        sampleRateHz: CARD_SAMPLE_RATE_HZ,
        bufferSamples: this.#card.bufferSamples,
      }),
    )
  }

  #read(socket: Socket, reader: PcmLinkReader, bytes: Uint8Array): void {
    if (this.#socket !== socket || this.isFrozen) return
    try {
      reader.push(bytes, (message) => this.#take(socket, message))
    } catch {
      this.#refuse(socket, 'badMessage')
    }
  }

  #take(socket: Socket, message: PcmLinkMessage): void {
    if (message.type === 'pcm') this.#card.accept(message.samples)
    else if (message.type === 'idle') this.#card.idle()
    else if (message.type === 'flush') this.#card.flush()
    else if (message.type !== 'agentHello') this.#refuse(socket, 'badMessage')
    else if (message.version !== PCM_LINK_VERSION) this.#refuse(socket, 'versionNotSupported')
    else if (message.sampleRateHz !== CARD_SAMPLE_RATE_HZ) this.#refuse(socket, 'sampleRateNotSupported')
  }

  #refuse(socket: Socket, reason: PcmLinkRefusal): void {
    this.refusals += 1
    socket.end(writePcmLinkMessage({ type: 'refusal', reason }), () => socket.destroy())
    if (this.#socket === socket) this.#socket = null
  }
}
