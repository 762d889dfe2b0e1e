import { createServer, type Server, type Socket } from 'node:net'
import type { Cancellable, Clock } from '@tieng-lang/protocol'
import {
  PCM_LINK_VERSION,
  type PcmLinkMessage,
  PcmLinkReader,
  writePcmLinkMessage,
} from '@tieng-lang/protocol/board'
import { listen } from '../listen.ts'
import { CARD_SAMPLE_RATE_HZ, PERIOD_SAMPLES } from '../sound-card.ts'

/** Of a simulator that was late so much is made up for at once; what lies further back is left out. */
const PERIODS_AT_ONCE_MAX = 10

export interface CaptureLinkOptions {
  clock: Clock
  ppm: number
  port: number
  /** Writes a period's samples, by the true instant (monotonic ms) of each; false where there is nothing to send. */
  soundAt: (trueMs: (index: number) => number, into: Int16Array) => boolean
}

/** The card's side of a PCM link on which it captures: a period after the other, by a clock of its own. */
export class CaptureLinkServer {
  /** Messages and bytes refused since the start. */
  refusals = 0
  sentPeriods = 0
  readonly #options: CaptureLinkOptions
  readonly #samplesPerMs: number
  #server: Server | undefined
  #socket: Socket | undefined
  #timer: Cancellable | undefined
  #startedMs = 0
  #periods = 0
  #sequence = 0
  #port = 0

  constructor(options: CaptureLinkOptions) {
    this.#options = options
    this.#samplesPerMs = (CARD_SAMPLE_RATE_HZ * (1 + options.ppm * 1e-6)) / 1_000
  }

  get port(): number {
    return this.#port
  }

  get isConnected(): boolean {
    return this.#socket !== undefined
  }

  async start(): Promise<void> {
    this.#server = createServer({ noDelay: true }, (socket) => this.#connected(socket))
    this.#port = await listen(this.#server, this.#options.port)
    this.#startedMs = this.#options.clock.monotonicMs()
    this.#schedule()
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#socket?.destroy()
    const server = this.#server
    this.#server = undefined
    if (server) await new Promise((resolve) => server.close(resolve))
  }

  /** Cuts the connection, as a loose cable does. */
  disconnect(): void {
    this.#socket?.destroy()
  }

  #schedule(): void {
    const dueMs = this.#trueMsOf((this.#periods + 1) * PERIOD_SAMPLES)
    const delayMs = Math.ceil(Math.max(1, dueMs - this.#options.clock.monotonicMs()))
    this.#timer = this.#options.clock.after(delayMs, () => this.#tick())
  }

  /** Sends every period that is over. */
  #tick(): void {
    const elapsedMs = this.#options.clock.monotonicMs() - this.#startedMs
    const over = Math.floor((elapsedMs * this.#samplesPerMs) / PERIOD_SAMPLES)
    this.#periods = Math.max(this.#periods, over - PERIODS_AT_ONCE_MAX)
    for (; this.#periods < over; this.#periods++) this.#send(this.#periods * PERIOD_SAMPLES)
    this.#schedule()
  }

  #send(firstSample: number): void {
    if (!this.#socket) return
    const samples = new Int16Array(PERIOD_SAMPLES)
    const hasSound = this.#options.soundAt((index) => this.#trueMsOf(firstSample + index), samples)
    if (!hasSound) return
    const bytes = new Uint8Array(samples.buffer)
    this.#socket.write(writePcmLinkMessage({ type: 'pcm', sequence: this.#sequence, samples: bytes }))
    this.#sequence = (this.#sequence + 1) >>> 0
    this.sentPeriods += 1
  }

  #trueMsOf(sample: number): number {
    return this.#startedMs + sample / this.#samplesPerMs
  }

  /** The newest connection is the one that listens. */
  #connected(socket: Socket): void {
    this.#socket?.destroy()
    this.#socket = socket
    const reader = new PcmLinkReader()
    socket.on('error', () => {})
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined
    })
    socket.on('data', (bytes) => this.#read(socket, reader, bytes))
    const hello = { version: PCM_LINK_VERSION, sampleRateHz: CARD_SAMPLE_RATE_HZ }
    socket.write(writePcmLinkMessage({ type: 'captureHello', ...hello }))
  }

  #read(socket: Socket, reader: PcmLinkReader, bytes: Uint8Array): void {
    try {
      reader.push(bytes, (message: PcmLinkMessage) => {
        if (message.type !== 'agentHello' || message.version !== PCM_LINK_VERSION) this.#refuse(socket)
      })
    } catch {
      this.#refuse(socket)
    }
  }

  #refuse(socket: Socket): void {
    this.refusals += 1
    socket.end(writePcmLinkMessage({ type: 'refusal', reason: 'badMessage' }), () => socket.destroy())
  }
}
