/** One Opus packet as it came in: authentic, seen for the first time. */
export interface LivePacket {
  /** SRTP's packet index: rollover counter and sequence number (RFC 3711 §3.3.1). */
  index: number
  /** Capture sample of its first sample (RTP timestamp, unwrapped), and how many it holds. */
  sample: number
  sampleCount: number
  payload: Uint8Array
}

export type Inserted = 'taken' | 'late' | 'duplicate' | 'tooFarAhead'

/** The longest delay of a session and as much again: what lies further ahead is not of this stream. */
const PACKETS_MAX = 256
const SAMPLES_AHEAD_MAX = 48_000 * 8

/** Packets that wait for their time, by capture sample. */
export class PacketBuffer {
  /** In rising order of `sample`. */
  #packets: LivePacket[] = []
  /** Everything before this capture sample is over. */
  #playedUntil = Number.NEGATIVE_INFINITY
  /** The end of the newest packet ever taken, as a capture sample. */
  newestEnd = Number.NEGATIVE_INFINITY

  get count(): number {
    return this.#packets.length
  }

  get playedUntil(): number {
    return this.#playedUntil
  }

  /** Takes a packet to its place, unless it is over, here already, or cannot be of this stream. */
  insert(packet: LivePacket): Inserted {
    const end = packet.sample + packet.sampleCount
    if (end <= this.#playedUntil) return 'late'
    if (packet.sample - this.#firstSample(packet) > SAMPLES_AHEAD_MAX) return 'tooFarAhead'
    let place = this.#packets.length
    while (place > 0 && (this.#packets[place - 1]?.sample ?? 0) >= packet.sample) place--
    if (this.#packets[place]?.sample === packet.sample) return 'duplicate'
    this.#packets.splice(place, 0, packet)
    if (this.#packets.length > PACKETS_MAX) this.#packets.shift()
    this.newestEnd = Math.max(this.newestEnd, end)
    return 'taken'
  }

  /** Where the stream stands; where nothing was played and nothing waits, at `packet` itself. */
  #firstSample(packet: LivePacket): number {
    const first = this.#packets[0]?.sample ?? packet.sample
    return Math.max(this.#playedUntil, first)
  }

  /** The first packet of which anything lies behind capture sample `sample`. */
  firstFrom(sample: number): LivePacket | undefined {
    return this.#packets.find((packet) => packet.sample + packet.sampleCount > sample)
  }

  /** Lets go of everything before capture sample `sample`; what comes for it later is late. */
  release(sample: number): void {
    this.#playedUntil = Math.max(this.#playedUntil, sample)
    let count = 0
    for (const packet of this.#packets) {
      if (packet.sample + packet.sampleCount > this.#playedUntil) break
      count += 1
    }
    if (count > 0) this.#packets.splice(0, count)
  }

  /** The stream has begun anew (its source was started again): nothing that was here counts. */
  clear(): void {
    this.#packets = []
    this.#playedUntil = Number.NEGATIVE_INFINITY
    this.newestEnd = Number.NEGATIVE_INFINITY
  }
}
