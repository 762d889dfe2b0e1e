import { estimatePacketIndex, type ProtectedPacket } from '@tieng-lang/protocol/rtp'

/** Over five seconds of packets of 20 ms: more than any session's delay. */
const KEPT_PACKETS = 256

export interface SentPacket extends ProtectedPacket {
  /** For the first time (monotonic ms). */
  sentMs: number
  /** When its sound is at the horns: sent again only before that. */
  heardAt: number
  /** In-band FEC: from this one the packet before it can be restored. */
  bringsOneBefore: boolean
}

/** The last packets of a session, to be sent again byte for byte. */
export class SentPackets {
  readonly #packets: (SentPacket | undefined)[] = Array.from({ length: KEPT_PACKETS })
  #next = 0

  /** The index of the packet that comes next. */
  get nextPacketIndex(): number {
    return this.#next
  }

  add(packet: SentPacket): void {
    this.#packets[packet.packetIndex % KEPT_PACKETS] = packet
    this.#next = packet.packetIndex + 1
  }

  /** The packet that this sequence number most likely means; undefined where it is too old, or not there yet. */
  find(sequenceNumber: number): SentPacket | undefined {
    return this.at(estimatePacketIndex(sequenceNumber, Math.max(0, this.#next - 1)))
  }

  /** Undefined where it is not kept any more, or not there yet. */
  at(packetIndex: number): SentPacket | undefined {
    const packet = this.#packets[packetIndex % KEPT_PACKETS]
    return packet?.packetIndex === packetIndex ? packet : undefined
  }

  /** Whether the packet behind this one was sent and brings it along. */
  isBroughtAlong(packetIndex: number): boolean {
    return this.at(packetIndex + 1)?.bringsOneBefore ?? false
  }

  /** From this index on, the oldest first, as far as they are kept. */
  from(packetIndex: number): SentPacket[] {
    const first = Math.max(0, packetIndex, this.#next - KEPT_PACKETS)
    const wanted = Array.from({ length: Math.max(0, this.#next - first) }, (_, offset) => first + offset)
    return wanted.flatMap((index) => this.#packets[index % KEPT_PACKETS] ?? [])
  }
}
