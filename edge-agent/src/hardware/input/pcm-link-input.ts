import { connect, type Socket } from 'node:net'
import type { Cancellable, Clock } from '@tieng-lang/protocol'
import {
  PCM_LINK_VERSION,
  type PcmLinkMessage,
  PcmLinkReader,
  writePcmLinkMessage,
} from '@tieng-lang/protocol/board'
import { SAMPLE_RATE_HZ } from '../../audio/frame.ts'
import { readPcm16 } from '../output/pcm16.ts'
import type { AudioInput, PcmSink } from './audio-input.ts'

const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 5_000
/** A card that says nothing for this long has stalled, or its wire is cut: the connection is made anew. */
const SILENT_MS_MAX = 3_000

export interface PcmLinkInputOptions {
  clock: Clock
  host: string
  port: number
}

/** What a card captures, over a PCM link of its own (protocol/src/board/pcm-link.ts). */
export class PcmLinkInput implements AudioInput {
  readonly #options: PcmLinkInputOptions
  #sink: PcmSink | undefined
  #socket: Socket | undefined
  #retry: Cancellable | undefined
  #silence: Cancellable | undefined
  #retryMs = RETRY_MS_MIN
  /** Bytes that were no message of a card that captures. */
  refusals = 0

  constructor(options: PcmLinkInputOptions) {
    this.#options = options
  }

  start(sink: PcmSink): void {
    this.#sink = sink
    this.#retryMs = RETRY_MS_MIN
    if (this.#socket === undefined) this.#connect()
  }

  async stop(): Promise<void> {
    this.#sink = undefined
    this.#retry?.cancel()
    this.#silence?.cancel()
    const socket = this.#socket
    this.#socket = undefined
    socket?.destroy()
  }

  #connect(): void {
    this.#retry?.cancel()
    const { host, port } = this.#options
    const socket = connect({ host, port, noDelay: true })
    const reader = new PcmLinkReader()
    this.#socket = socket
    this.#awaitSound()
    socket.on('data', (bytes) => this.#read(socket, reader, bytes))
    // The error is told by what follows it, the close; without a listener it would end the process.
    socket.on('error', () => {})
    socket.on('close', () => {
      if (this.#socket === socket) this.#lose()
    })
  }

  #awaitSound(): void {
    this.#silence?.cancel()
    this.#silence = this.#options.clock.after(SILENT_MS_MAX, () => this.#lose())
  }

  /** Gives the connection up and tries again after a pause that grows. */
  #lose(): void {
    this.#silence?.cancel()
    this.#socket?.destroy()
    this.#socket = undefined
    const retryMs = this.#retryMs
    this.#retryMs = Math.min(RETRY_MS_MAX, retryMs * 2)
    this.#retry = this.#options.clock.after(retryMs, () => {
      if (this.#sink && this.#socket === undefined) this.#connect()
    })
  }

  #read(socket: Socket, reader: PcmLinkReader, bytes: Uint8Array): void {
    if (this.#socket !== socket) return
    this.#awaitSound()
    try {
      reader.push(bytes, (message) => this.#take(socket, message))
    } catch {
      this.#refuse()
    }
  }

  #take(socket: Socket, message: PcmLinkMessage): void {
    if (this.#socket !== socket) return
    if (message.type === 'pcm') this.#sink?.take(readPcm16(message.samples))
    else if (message.type === 'captureHello') this.#greet(socket, message)
    else this.#refuse()
  }

  #greet(socket: Socket, hello: PcmLinkMessage & { type: 'captureHello' }): void {
    if (hello.version !== PCM_LINK_VERSION || hello.sampleRateHz !== SAMPLE_RATE_HZ) {
      socket.end(writePcmLinkMessage({ type: 'refusal', reason: 'versionNotSupported' }))
      this.#refuse()
      return
    }
    this.#retryMs = RETRY_MS_MIN
    this.#sink?.begin()
    socket.write(
      writePcmLinkMessage({ type: 'agentHello', version: PCM_LINK_VERSION, sampleRateHz: SAMPLE_RATE_HZ }),
    )
  }

  #refuse(): void {
    this.refusals += 1
    this.#lose()
  }
}
