/** The largest remaining length takes four bytes of seven bits (MQTT 3.1.1 §2.2.3). */
const LENGTH_BYTES_MAX = 4

/**
 * Follows the packet boundaries of an MQTT byte stream and says when a packet announces more than is allowed, before
 * any of it is gathered. The first packet has a smaller bound: it comes from someone not yet known.
 */
export class PacketSizeGuard {
  readonly #firstBytesMax: number
  readonly #bytesMax: number
  #isFirst = true
  /** Bytes of the current packet's body still to come; undefined while its fixed header is being read. */
  #bodyLeft: number | undefined
  #headerBytes = 0
  #length = 0

  constructor(limits: { firstBytesMax: number; bytesMax: number }) {
    this.#firstBytesMax = limits.firstBytesMax
    this.#bytesMax = limits.bytesMax
  }

  /** True where everything so far is within bounds; after a false the stream is of no use any more. */
  accepts(chunk: Uint8Array): boolean {
    let at = 0
    while (at < chunk.length) {
      if (this.#bodyLeft === undefined) {
        if (!this.#readHeaderByte(chunk[at] ?? 0)) return false
        at += 1
      } else {
        const taken = Math.min(this.#bodyLeft, chunk.length - at)
        this.#bodyLeft -= taken
        at += taken
      }
      if (this.#bodyLeft === 0) this.#startPacket()
    }
    return true
  }

  /** The packet type, then the remaining length, seven bits a byte, the lowest first. */
  #readHeaderByte(byte: number): boolean {
    this.#headerBytes += 1
    if (this.#headerBytes === 1) return true
    this.#length += (byte & 0x7f) * 128 ** (this.#headerBytes - 2)
    if (this.#headerBytes + this.#length > (this.#isFirst ? this.#firstBytesMax : this.#bytesMax))
      return false
    const isLast = (byte & 0x80) === 0
    if (isLast) this.#bodyLeft = this.#length
    return isLast || this.#headerBytes <= LENGTH_BYTES_MAX
  }

  #startPacket(): void {
    this.#isFirst = false
    this.#bodyLeft = undefined
    this.#headerBytes = 0
    this.#length = 0
  }
}
