/** One Opus packet as it came in: authentic, seen for the first time. */
export interface LivePacket {
  /** SRTP's packet index: rollover counter and sequence number (RFC 3711 §3.3.1). */
  index: number
  /** Capture sample of its first sample (RTP timestamp, unwrapped), and how many it holds. */
  sample: number
  sampleCount: number
  payload: Uint8Array
}

export type Inserted = 'taken' | 'late' | 'duplicate'

/** Over five seconds of packets of 20 ms, more than any session's delay: while nobody plays, the oldest go. */
const PACKETS_MAX = 256

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

  /** Takes a packet to its place, unless it is over or here already. */
  insert(packet: LivePacket): Inserted {
    const end = packet.sample + packet.sampleCount
    if (end <= this.#playedUntil) return 'late'
    let place = this.#packets.length
    while (place > 0 && (this.#packets[place - 1]?.sample ?? 0) >= packet.sample) place--
    if (this.#packets[place]?.sample === packet.sample) return 'duplicate'
    this.#packets.splice(place, 0, packet)
    if (this.#packets.length > PACKETS_MAX) this.#packets.shift()
    this.newestEnd = Math.max(this.newestEnd, end)
    return 'taken'
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
