import { CodedError } from '@tieng-lang/protocol'

/** RFC 3533 §6: the head before the table of segments. */
const PAGE_HEAD_BYTES = 27
const SEGMENT_COUNT_OFFSET = 26
const CAPTURE_PATTERN = 'OggS'
/** A segment that is full goes on in the next one. */
const SEGMENT_FULL = 255
/** RFC 7845 §3: OpusHead and OpusTags come before the sound. */
const HEADER_PACKETS = 2
const PACKET_BYTES_MAX = 65_536

/**
 * Takes the Opus packets out of one Ogg stream (RFC 3533, RFC 7845) as its bytes arrive. It reads what an encoder of our
 * own has just written: checksums are not looked at.
 */
export class OggPackets {
  #rest = Buffer.alloc(0)
  #begun: Buffer[] = []
  #headersLeft = HEADER_PACKETS

  /** The packets that these bytes complete. Throws `badOgg`. */
  push(bytes: Uint8Array): Uint8Array[] {
    this.#rest = Buffer.concat([this.#rest, bytes])
    const packets: Uint8Array[] = []
    for (let page = this.#nextPage(); page; page = this.#nextPage()) packets.push(...this.#packetsOf(page))
    return packets
  }

  #nextPage(): { segments: Buffer; content: Buffer } | undefined {
    if (this.#rest.length < PAGE_HEAD_BYTES) return undefined
    if (this.#rest.toString('latin1', 0, CAPTURE_PATTERN.length) !== CAPTURE_PATTERN)
      throw new CodedError('badOgg', 'no page where one must begin')
    const contentAt = PAGE_HEAD_BYTES + this.#rest.readUInt8(SEGMENT_COUNT_OFFSET)
    if (this.#rest.length < contentAt) return undefined
    const segments = this.#rest.subarray(PAGE_HEAD_BYTES, contentAt)
    const end = contentAt + segments.reduce((sum, length) => sum + length, 0)
    if (this.#rest.length < end) return undefined
    const content = this.#rest.subarray(contentAt, end)
    this.#rest = this.#rest.subarray(end)
    return { segments, content }
  }

  #packetsOf({ segments, content }: { segments: Buffer; content: Buffer }): Uint8Array[] {
    const packets: Uint8Array[] = []
    let offset = 0
    for (const length of segments) {
      this.#begun.push(content.subarray(offset, offset + length))
      offset += length
      if (length < SEGMENT_FULL) packets.push(this.#endPacket())
      else if (this.#begun.length * SEGMENT_FULL > PACKET_BYTES_MAX)
        throw new CodedError('badOgg', `a packet over ${PACKET_BYTES_MAX} bytes`)
    }
    const headers = Math.min(this.#headersLeft, packets.length)
    this.#headersLeft -= headers
    return packets.slice(headers)
  }

  #endPacket(): Uint8Array {
    const packet = Buffer.concat(this.#begun)
    this.#begun = []
    return packet
  }
}
