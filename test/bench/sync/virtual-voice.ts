import { LIVE_DELAYS_MS, SECOND_MS } from '@tieng-lang/protocol'
import { PACKET_SAMPLES, RTP_CLOCK_HZ } from '@tieng-lang/protocol/rtp'
import type { SeededChance, VirtualClock } from '../../../hardware-sim/src/virtual/index.ts'
import { CaptureClock } from '../../../server/src/broadcasting/live/source/capture-clock.ts'
import type { Stream } from '../../../server/src/streaming/stream.ts'
import { rampPacket } from './ramp-decoder.ts'

const SAMPLES_PER_MS = RTP_CLOCK_HZ / SECOND_MS
/** The microphone's crystal, and how long a packet takes from it to the server. */
const MICROPHONE_PPM = 60
const WAY_MS_MIN = 5
const WAY_MS_MAX = 25

export interface VirtualVoiceOptions {
  clock: VirtualClock
  chance: SeededChance
  stream: Pick<Stream, 'now' | 'send'>
  sessionId: string
}

/** A microphone that counts by its own crystal, far from the server; its packets are dated as the server dates them. */
export class VirtualVoice {
  readonly #options: VirtualVoiceOptions
  readonly #dates = new CaptureClock(LIVE_DELAYS_MS.live)
  #packets = 0
  #beganMs = 0
  #arrivedMs = 0

  constructor(options: VirtualVoiceOptions) {
    this.#options = options
  }

  start(): void {
    this.#beganMs = this.#options.clock.monotonicMs()
    this.#next()
  }

  #next(): void {
    const { clock, chance } = this.#options
    this.#packets += 1
    const captureSample = (this.#packets - 1) * PACKET_SAMPLES
    const spokenMs = (this.#packets * PACKET_SAMPLES) / (SAMPLES_PER_MS * (1 + MICROPHONE_PPM * 1e-6))
    const wayMs = WAY_MS_MIN + chance.next() * (WAY_MS_MAX - WAY_MS_MIN)
    // It travels over TCP: nothing overtakes.
    this.#arrivedMs = Math.max(this.#arrivedMs, this.#beganMs + spokenMs + wayMs)
    clock.after(this.#arrivedMs - clock.monotonicMs(), () => this.#arrive(captureSample))
  }

  #arrive(captureSample: number): void {
    const { stream, sessionId } = this.#options
    const dated = this.#dates.date(captureSample, stream.now())
    stream.send(sessionId, { ...dated, opus: rampPacket(dated.sample) })
    this.#next()
  }
}
