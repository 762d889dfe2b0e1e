import { writeAudioMessage } from '@tieng-lang/protocol/browser'
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../capture/frame-cutter.ts'
import type { TimedPacket } from '../coding/voice-packet.ts'

/** What lies in the browser's own buffer cannot be taken back: never more than about half a second of it. */
const BUFFERED_BYTES_MAX = 2_500
/** Five times a second the server confirms. So long without it, and what is said may not be heard in its time. */
const WEAK_SAMPLES = SAMPLE_RATE_HZ
/** So long without it, and the line is dead, whatever TCP believes. */
const STALLED_SAMPLES = 3 * SAMPLE_RATE_HZ
/** From the server to the loudspeaker and through its decoder. */
const ONWARD_MS = 60

/** The socket, as far as packets are concerned. */
export interface AudioWire {
  readonly bufferedAmount: number
  send(message: Uint8Array<ArrayBuffer>): void
}

export interface UplinkOptions {
  /** The session's, from the microphone to the loudspeaker. */
  delayMs: number
  /** This packet came, or would come, too late for any loudspeaker. */
  onUnheard: (packet: TimedPacket) => void
}

/**
 * Sends packets at once while the line is good. What a bad line holds up waits here as long as it can still be heard in
 * its time; then it is given back as unheard: nothing that was said is lost silently, and nothing old delays the new.
 */
export class Uplink {
  readonly #options: UplinkOptions
  #wire: AudioWire | undefined
  #waiting: TimedPacket[] = []
  #unconfirmed: TimedPacket[] = []
  #newestSample = 0

  constructor(options: UplinkOptions) {
    this.#options = options
  }

  /** Nothing comes through any more, though nobody has closed it: a phone has changed its cell, say. */
  get isStalled(): boolean {
    return this.#unconfirmedSamples() > STALLED_SAMPLES
  }

  /** Something comes through, or soon will again, and late. */
  get isWeak(): boolean {
    return this.#unconfirmedSamples() > WEAK_SAMPLES
  }

  /** The line is there; what is not confirmed is sent again, for the server takes each instant once. */
  open(wire: AudioWire): void {
    this.#wire = wire
    this.#flush()
  }

  close(): void {
    this.#wire = undefined
    this.#waiting = [...this.#unconfirmed, ...this.#waiting]
    this.#unconfirmed = []
  }

  offer(packet: TimedPacket): void {
    this.#waiting.push(packet)
    this.#newestSample = packet.captureSample
    this.#giveUp(packet.captureSample + FRAME_SAMPLES)
    this.#flush()
  }

  /** The server has this packet and all before it; it came `behindMs` after it was said. */
  confirm(captureSample: number, behindMs: number): void {
    const isConfirmed = (packet: TimedPacket) => packet.captureSample <= captureSample
    if (behindMs > this.#patienceMs())
      for (const late of this.#unconfirmed.filter(isConfirmed)) this.#lose(late)
    this.#unconfirmed = this.#unconfirmed.filter((packet) => !isConfirmed(packet))
  }

  /** It is over: what waits will not be heard; of what was sent on a line that stands to the end nothing is lost. */
  end(): void {
    if (this.#wire) this.#unconfirmed = []
    this.close()
    for (const packet of this.#waiting) this.#lose(packet)
    this.#waiting = []
  }

  #unconfirmedSamples(): number {
    const [oldest] = this.#unconfirmed
    return oldest ? this.#newestSample - oldest.captureSample : 0
  }

  #flush(): void {
    while (this.#wire && this.#wire.bufferedAmount < BUFFERED_BYTES_MAX) {
      const packet = this.#waiting.shift()
      if (!packet) return
      const { captureSample, levelDb, isVoice: hasVoice, opus } = packet
      this.#wire.send(writeAudioMessage({ captureSample, levelDb, hasVoice, opus }))
      this.#unconfirmed.push(packet)
    }
  }

  #giveUp(nowSample: number): void {
    const oldestSample = nowSample - (this.#patienceMs() * SAMPLE_RATE_HZ) / 1_000
    while (this.#waiting[0] && this.#waiting[0].captureSample < oldestSample)
      this.#lose(this.#waiting.shift())
  }

  #lose(packet: TimedPacket | undefined): void {
    if (packet) this.#options.onUnheard(packet)
  }

  #patienceMs(): number {
    return Math.max(ONWARD_MS, this.#options.delayMs - ONWARD_MS)
  }
}
