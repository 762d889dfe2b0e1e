import { connect, type Socket } from 'node:net'
import type { Cancellable, Clock } from '@tieng-lang/protocol'
import {
  PCM_LINK_VERSION,
  type PcmLinkMessage,
  PcmLinkReader,
  writePcmLinkMessage,
} from '@tieng-lang/protocol/board'
import { FRAME_MS, type FrameSource, SAMPLE_RATE_HZ } from '../../audio/frame.ts'
import { type AudioOutput, noOutputCounters, type OutputCounters } from './audio-output.ts'
import { FrameFeeder } from './frame-feeder.ts'
import { SampleClock } from './sample-clock.ts'

/** A card that says nothing for this long has stalled, and its connection is made anew. */
const SILENT_MS_MAX = 1_000
const CONNECT_MS_MAX = 2_000
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 5_000
/** Sent but not yet taken by the network; past it the card does not read and the connection is made anew. */
const SEND_QUEUE_BYTES_MAX = 64 * 1024

export interface PcmLinkOutputOptions {
  clock: Clock
  host: string
  port: number
  /** Delay from the card's converter to the horn, configured; a card without report needs it most. */
  latencyMs?: number
}

/** The output to a sound card behind the PCM link (protocol/src/board/pcm-link.ts). */
export class PcmLinkOutput implements AudioOutput {
  readonly #options: PcmLinkOutputOptions
  readonly #counters = noOutputCounters()
  readonly #sampleClock = new SampleClock(SAMPLE_RATE_HZ)
  #source: FrameSource | null = null
  #onEnded: () => void = () => {}
  #socket: Socket | null = null
  #feeder: FrameFeeder | null = null
  #reportsDelay = false
  #bufferSamples = 0
  #grantedSamples = Number.POSITIVE_INFINITY
  #sequence = 0
  #heardFromCardMs = 0
  #retryMs = RETRY_MS_MIN
  #timer: Cancellable | null = null

  constructor(options: PcmLinkOutputOptions) {
    this.#options = options
  }

  async start(source: FrameSource, onEnded: () => void = () => {}): Promise<void> {
    this.#source = source
    this.#onEnded = onEnded
    if (this.#timer !== null) {
      this.#feeder?.play(source, () => this.#end())
      return
    }
    this.#connect()
    this.#tick()
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = null
    this.#source = null
    this.#feeder = null
    const socket = this.#socket
    this.#socket = null
    if (socket === null) return
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.end(writePcmLinkMessage({ type: 'flush' }))
    const forced = this.#options.clock.after(200, () => socket.destroy())
    await closed
    forced.cancel()
  }

  delayMs(): number {
    return Math.max(0, this.#feeder?.unplayedMs() ?? this.#latencyMs)
  }

  get isAligned(): boolean {
    return this.#reportsDelay && (this.#feeder?.isRunning ?? false)
  }

  /** How much faster than nominal the card runs, as far as known. */
  get ppm(): number {
    return this.#sampleClock.ppm
  }

  counters(): Readonly<OutputCounters> {
    return { ...this.#counters, relocks: this.#sampleClock.relocks }
  }

  get #latencyMs(): number {
    return this.#options.latencyMs ?? 0
  }

  #connect(): void {
    const socket = connect({ host: this.#options.host, port: this.#options.port, noDelay: true })
    const reader = new PcmLinkReader()
    this.#socket = socket
    this.#heardFromCardMs = this.#options.clock.monotonicMs() + CONNECT_MS_MAX - SILENT_MS_MAX
    socket.on('data', (bytes) => {
      if (this.#socket === socket) this.#read(reader, bytes)
    })
    // The error is told by what follows it, the close; without a listener it would end the process.
    socket.on('error', () => {})
    socket.on('close', () => {
      if (this.#socket === socket) this.#lose()
    })
  }

  /** Gives the connection up and tries again after a pause that grows. */
  #lose(): void {
    this.#socket?.destroy()
    this.#socket = null
    this.#feeder = null
    this.#counters.restarts += 1
    const retryMs = this.#retryMs
    this.#retryMs = Math.min(RETRY_MS_MAX, retryMs * 2)
    this.#options.clock.after(retryMs, () => {
      if (this.#timer !== null && this.#socket === null) this.#connect()
    })
  }

  #tick(): void {
    this.#timer = this.#options.clock.after(FRAME_MS, () => this.#tick())
    if (this.#socket === null) return
    if (this.#options.clock.monotonicMs() - this.#heardFromCardMs > SILENT_MS_MAX) {
      this.#counters.stalls += 1
      this.#lose()
    } else {
      this.#feed()
    }
  }

  #feed(): void {
    const socket = this.#socket
    if (this.#feeder === null || socket === null) return
    if (socket.writableLength > SEND_QUEUE_BYTES_MAX) return
    socket.cork()
    this.#feeder.feed()
    socket.uncork()
  }

  #read(reader: PcmLinkReader, bytes: Uint8Array): void {
    this.#heardFromCardMs = this.#options.clock.monotonicMs()
    try {
      reader.push(bytes, (message) => this.#take(message))
    } catch {
      this.#counters.refusals += 1
      this.#lose()
    }
  }

  #take(message: PcmLinkMessage): void {
    if (message.type === 'cardHello') this.#greet(message)
    else if (message.type === 'delayReport') {
      this.#sampleClock.observe(message.positionSamples, this.#heardFromCardMs)
      this.#feeder?.observe(message.positionSamples, message.consumedSamples)
    } else if (message.type === 'credit') this.#takeCredit(message.grantedSamples)
    else {
      this.#counters.refusals += 1
      this.#lose()
    }
  }

  #greet(hello: PcmLinkMessage & { type: 'cardHello' }): void {
    if (hello.version !== PCM_LINK_VERSION || hello.sampleRateHz !== SAMPLE_RATE_HZ) {
      this.#counters.refusals += 1
      this.#socket?.end(writePcmLinkMessage({ type: 'refusal', reason: 'versionNotSupported' }))
      return
    }
    this.#retryMs = RETRY_MS_MIN
    this.#reportsDelay = hello.reportsDelay
    this.#bufferSamples = hello.bufferSamples
    this.#grantedSamples = hello.reportsDelay ? Number.POSITIVE_INFINITY : 0
    this.#sequence = 0
    this.#sampleClock.reset()
    this.#socket?.write(
      writePcmLinkMessage({ type: 'agentHello', version: PCM_LINK_VERSION, sampleRateHz: SAMPLE_RATE_HZ }),
    )
    this.#feeder = this.#newFeeder()
    if (this.#source !== null) this.#feeder.play(this.#source, () => this.#end())
  }

  /**
   * A card without delay report: what it has played follows from how much more it takes. It says so after every
   * period; when a period has passed and it takes no more than before, it had nothing to play, and when it plays on is
   * unknown until its credit rises again.
   */
  #takeCredit(grantedSamples: number): void {
    const hasStarved = grantedSamples === this.#grantedSamples
    this.#grantedSamples = grantedSamples
    const consumedSamples = grantedSamples - this.#bufferSamples
    this.#feeder?.observe(consumedSamples, consumedSamples)
    if (hasStarved) {
      this.#feeder?.primeAgain()
      this.#sampleClock.reset()
    } else if (consumedSamples > 0) {
      this.#sampleClock.observe(consumedSamples, this.#heardFromCardMs)
    }
  }

  #newFeeder(): FrameFeeder {
    return new FrameFeeder({
      clock: this.#options.clock,
      sampleClock: this.#sampleClock,
      latencyMs: this.#latencyMs,
      bufferMs: (this.#bufferSamples * 1000) / SAMPLE_RATE_HZ,
      write: (samples) => {
        this.#socket?.write(writePcmLinkMessage({ type: 'pcm', sequence: this.#sequence, samples }))
        this.#sequence = (this.#sequence + 1) >>> 0
      },
      sendLimitSamples: () => this.#grantedSamples,
      onUnderrun: () => {
        this.#counters.underruns += 1
      },
    })
  }

  #end(): void {
    this.#socket?.write(writePcmLinkMessage({ type: 'idle' }))
    this.#source = null
    this.#onEnded()
  }
}
