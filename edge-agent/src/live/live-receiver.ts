import {
  type Cancellable,
  type Chance,
  type Clock,
  type DatagramSocket,
  LIVE_EXPIRY_MS_MAX,
  type LiveSession,
  type OpenDatagramSocket,
  type StreamAddress,
} from '@tieng-lang/protocol'
import { demultiplex, type MediaKeys } from '@tieng-lang/protocol/rtp'
import type { DecoderPool } from '../audio/sounds/opus-decoder.ts'
import { SAMPLES_PER_MS, type SampleStream } from '../audio/sounds/sound.ts'
import { WallOffset } from '../hardware/output/wall-offset.ts'
import type { QualityCounts } from './buffer/quality.ts'
import { ServerClock } from './clock/server-clock.ts'
import { MediaPath, type PathAnswer } from './path/media-path.ts'
import { LiveSource } from './playout/live-source.ts'
import { Feedback } from './stream/feedback.ts'
import { LiveStream } from './stream/live-stream.ts'
import { SecuredStream } from './stream/secured-stream.ts'

export interface LiveReceiverOptions {
  clock: Clock
  chance: Chance
  datagrams: OpenDatagramSocket
  decoders: Pick<DecoderPool, 'take' | 'release'>
  clusterId: string
  /** Undefined while the cluster has no media secret. */
  keys: () => MediaKeys | undefined
  /** In place of every sender that a session names: the only way out of this site. */
  via?: StreamAddress | undefined
  /** The path is open and the key is here: whatever is sent from now on can be heard. */
  onOpen: () => void
}

/** Counts since it was opened, and how it stands now. */
export interface LiveReception extends QualityCounts {
  /** How far the sound is off the server's time. */
  errorMs: number
  roundTripMs: number
  bufferMs: number
}

/** libopus gives out what went in so many samples later (its look-ahead at 48 kHz). */
const OPUS_LOOK_AHEAD_SAMPLES = 312
/** A socket that could not be opened is tried again. */
const OPEN_AGAIN_MS = 2_000
const WAKE_MS_MIN = 2
/** In silence it is asked every second: who has answered so short ago is there. */
const ANSWER_FRESH_MS = 5_000

/** One live session as it comes to this cluster: its path, its stream, its sound. */
export class LiveReceiver {
  readonly #options: LiveReceiverOptions
  readonly #serverClock = new ServerClock()
  readonly #wall: WallOffset
  readonly #stream: LiveStream
  readonly #secured = new SecuredStream()
  readonly #feedback: Feedback
  readonly #path: MediaPath
  /** What is played of it now. */
  #source: LiveSource | undefined
  #session: LiveSession
  #socket: DatagramSocket | undefined
  #timer: Cancellable | undefined
  #wakesMs = Number.POSITIVE_INFINITY
  /** What the sender's answers say of its packets: when, the first that was to come, the next one now. */
  #said: { atMs: number; firstIndex: number; nextIndex: number } | undefined
  #isStopped = false
  /** Datagrams from elsewhere, not authentic, replayed or meaningless. */
  refusedCount = 0

  constructor(options: LiveReceiverOptions, session: LiveSession) {
    const { clock, chance, clusterId, keys, decoders, via } = options
    this.#options = options
    this.#session = session
    this.#wall = new WallOffset(clock)
    this.#stream = new LiveStream(decoders)
    this.#path = new MediaPath({
      ...{ clock, chance, clusterId, keys },
      sessionId: session.sessionId,
      senders: () => (via ? [via] : this.#session.senders),
      serverAt: () => this.#session.expiresAt - LIVE_EXPIRY_MS_MAX,
      send: (bytes, to) => this.#socket?.send(bytes, via ?? to),
    })
    this.#feedback = new Feedback({
      ...{ clock, clusterId, stream: this.#stream, secured: this.#secured, serverClock: this.#serverClock },
      ssrc: () => this.#session.ssrc,
      sampleHeardAt: (heardAt) => this.#sampleHeardAt(heardAt),
      send: (bytes) => {
        const { sender } = this.#path
        if (sender) this.#socket?.send(bytes, sender)
      },
    })
  }

  /** Opens a socket and the path; tries until `stop`. */
  start(): void {
    void this.#open()
  }

  /** A renewal, which may name other senders. */
  follow(session: LiveSession): void {
    this.#session = session
  }

  /** The key is here and the clock is known. */
  get isOpen(): boolean {
    return this.#secured.listenerSsrc !== null
  }

  /** What has become of the sound so far, and how far it is off. */
  status(): LiveReception {
    const errorMs = Math.abs(this.#source?.errorMs ?? 0)
    const { roundTripMs } = this.#serverClock
    return { ...this.#stream.counts, errorMs, roundTripMs, bufferMs: this.#stream.bufferMs() }
  }

  /**
   * What is to be heard at an instant (Unix ms): whether something of it is here, and how long ago the newest that has come
   * was to be heard; below 0 where more lies ready, +∞ before anything has come.
   */
  soundAt(heardAt: number): { isHere: boolean; silentForMs: number } {
    const { packets } = this.#stream
    const sample = this.#sampleHeardAt(heardAt)
    if (sample === null) return { isHere: false, silentForMs: Number.POSITIVE_INFINITY }
    const next = packets.firstFrom(sample)
    const isHere = next !== undefined && next.sample <= sample
    return { isHere, silentForMs: (sample - packets.newestEnd) / SAMPLES_PER_MS }
  }

  /** Whether what was played last of it was silent: nothing was sent, or nothing came. */
  get isSilent(): boolean {
    return this.#stream.decoded.isSilent
  }

  /** Its sender answers, and has sent nothing that is not here: where it is silent now it is so by its own will. */
  get isSenderSilent(): boolean {
    if (!this.#said) return false
    const { atMs, firstIndex, nextIndex } = this.#said
    const isFresh = this.#options.clock.monotonicMs() - atMs <= ANSWER_FRESH_MS
    return isFresh && nextIndex <= (this.#secured.highestPacketIndex ?? firstIndex - 1) + 1
  }

  /** The sound from now on, wherever it then is; each time that it is played anew. */
  source(): SampleStream & { drain(): void } {
    const { packets, decoded } = this.#stream
    decoded.clear()
    this.#source = new LiveSource({
      ...{ packets, decoded },
      sampleHeardAt: (heardAt) => this.#sampleHeardAt(heardAt),
    })
    return this.#source
  }

  /** The session was never ended, and is not renewed: what has not come since its last packet is missing. */
  loseTail(): void {
    this.#stream.decoded.loseTail()
  }

  /** Takes leave of the sender and lets everything go. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#feedback.sayGoodbye()
    this.#stream.decoded.close()
    await this.#socket?.close()
  }

  async #open(): Promise<void> {
    const { datagrams, clock } = this.#options
    try {
      const socket = await datagrams({
        ...{ host: '0.0.0.0', port: 0 },
        onDatagram: (bytes, from, arrivedMs) => this.#take(bytes, from, arrivedMs),
      })
      if (this.#isStopped) await socket.close()
      else this.#socket = socket
      this.#wake()
    } catch {
      if (!this.#isStopped) this.#timer = clock.after(OPEN_AGAIN_MS, () => void this.#open())
    }
  }

  /** Nothing that comes in here may throw. */
  #take(bytes: Uint8Array, from: StreamAddress, arrivedMs: number): void {
    if (this.#isStopped) return
    const kind = demultiplex(bytes)
    if (kind === 'stun') {
      const answered = this.#path.take(bytes, from, arrivedMs)
      if (answered) this.#answered(answered)
      else this.refusedCount += 1
    } else if (!this.#path.isSender(from)) this.refusedCount += 1
    else if (kind === 'rtp') this.#takeRtp(bytes, arrivedMs)
    else if (kind === 'rtcp') this.#takeRtcp(bytes, arrivedMs)
  }

  #answered({ answer, exchange }: PathAnswer): void {
    const { sessionKey, listenerSsrc, nextPacketIndex, reportIntervalMs } = answer
    const { ssrc } = this.#session
    const wasOpen = this.isOpen
    const isNew = this.#secured.accept({ sessionKey, ssrc, listenerSsrc, nextPacketIndex })
    const firstIndex = isNew ? nextPacketIndex : (this.#said?.firstIndex ?? nextPacketIndex)
    this.#said = { atMs: exchange.receivedMs, firstIndex, nextIndex: nextPacketIndex }
    if (isNew && wasOpen) {
      this.#stream.beginAnew()
      this.#serverClock.clear()
    }
    this.#serverClock.observe(exchange)
    this.#feedback.reportEvery(reportIntervalMs)
    if (!wasOpen) this.#options.onOpen()
    this.#wake()
  }

  #takeRtp(bytes: Uint8Array, arrivedMs: number): void {
    const opened = this.#secured.openRtp(bytes)
    if (!opened?.ok) {
      this.refusedCount += 1
      return
    }
    this.#path.heard(arrivedMs)
    this.#stream.takeRtp(opened.value.packet, opened.value.packetIndex, arrivedMs)
    if (this.#stream.missing.nextMs < this.#wakesMs) this.#wake()
  }

  #takeRtcp(bytes: Uint8Array, arrivedMs: number): void {
    const packets = this.#secured.openRtcp(bytes)
    if (packets.length === 0) this.refusedCount += 1
    for (const packet of packets) {
      this.#stream.takeRtcp(packet, arrivedMs)
      if (packet.type === 'senderReport') this.#serverClock.reported(packet.sentAt, arrivedMs)
    }
  }

  /** Does what is due, and sleeps until something is. */
  #wake(): void {
    if (this.#isStopped) return
    const { clock } = this.#options
    const nowMs = clock.monotonicMs()
    this.#path.ask(nowMs, this.#secured.highestPacketIndex)
    this.#feedback.say(nowMs)
    const dueMs = Math.min(this.#path.nextMs, this.#feedback.nextMs)
    this.#timer?.cancel()
    this.#wakesMs = Math.max(nowMs + WAKE_MS_MIN, dueMs)
    this.#timer = clock.after(this.#wakesMs - nowMs, () => this.#wake())
  }

  /** What was captured the session's delay before, by the server's clock; null while that is not known. */
  #sampleHeardAt(heardAt: number): number | null {
    const { line } = this.#stream
    if (!line.isKnown || !this.#serverClock.isKnown) return null
    const nowMs = this.#options.clock.monotonicMs()
    const heardMs = heardAt - (this.#wall.toWall(nowMs) - nowMs)
    const capturedAt = this.#serverClock.serverAt(heardMs) - this.#session.delayMs
    return line.sampleAt(capturedAt) + OPUS_LOOK_AHEAD_SAMPLES
  }
}
