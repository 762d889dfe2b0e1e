import { type AudioMessage, CodedError, SECOND_MS } from '@tieng-lang/protocol'
import { PACKET_MS, PACKET_SAMPLES } from '@tieng-lang/protocol/rtp'
import type { StreamPacket } from '../../../streaming/stream.ts'
import { Allowance } from './allowance.ts'
import { CaptureClock } from './capture-clock.ts'

/** What a speaker's network may have kept back and gives at once. */
const AT_ONCE_MS_MAX = 15 * SECOND_MS
/** A sound card is never this much too fast. */
const SPARE = 1.05
const PACKETS_PER_MS = SPARE / PACKET_MS
/** Four times what speech needs, a quarter of what Opus may take: every listener's data allowance pays for it. */
const BITS_PER_SECOND_MAX = 128_000
const BYTES_PER_MS = BITS_PER_SECOND_MAX / 8 / SECOND_MS
/** The level shown falls so fast after a loud packet: as a peak meter does (IEC 60268-10, about 20 dB in 1.7 s). */
const FALL_DB_PER_PACKET = 0.24

export interface TakenPacket extends StreamPacket {
  /** How long after its last sample was taken it came. */
  behindMs: number
}

/** The packets of a session's microphones, in their order, dated in server time. */
export class LiveSource {
  readonly #capture: CaptureClock
  readonly #packets = new Allowance({ atOnceMax: AT_ONCE_MS_MAX / PACKET_MS, perMs: PACKETS_PER_MS })
  readonly #bytes = new Allowance({ atOnceMax: AT_ONCE_MS_MAX * BYTES_PER_MS, perMs: BYTES_PER_MS })
  #lastSample = -PACKET_SAMPLES
  #levelDb: number | null = null

  constructor(delayMs: number) {
    this.#capture = new CaptureClock(delayMs)
  }

  /** The highest level of the last moments, in dBFS; null before the first packet. */
  get levelDb(): number | null {
    return this.#levelDb
  }

  /** Another microphone counts its samples anew. */
  begin(): void {
    this.#capture.beginSource()
  }

  /**
   * The packet with its instant; undefined for one whose time has been sent before. `arrivedAt` is server time
   * (`Stream.now`). Throws `tooManyPackets` for a source that is faster than any sound card,
   * `tooManyBytes` for one above 128 kbit/s.
   */
  take({ captureSample, levelDb, opus }: AudioMessage, arrivedAt: number): TakenPacket | undefined {
    if (!this.#packets.spend(1, arrivedAt))
      throw new CodedError('tooManyPackets', 'faster than any sound card')
    if (!this.#bytes.spend(opus.length, arrivedAt))
      throw new CodedError('tooManyBytes', `more than ${BITS_PER_SECOND_MAX} bit/s`)
    this.#levelDb = Math.max(levelDb, (this.#levelDb ?? levelDb) - FALL_DB_PER_PACKET)
    const dated = this.#capture.date(captureSample, arrivedAt)
    if (dated.sample < this.#lastSample + PACKET_SAMPLES) return undefined
    this.#lastSample = dated.sample
    return { ...dated, opus, behindMs: Math.max(0, arrivedAt - dated.capturedAt - PACKET_MS) }
  }
}
