import type { LinkDirection } from './link-direction.ts'

/** What a TCP segment carries on Ethernet: 1,500 bytes less the headers of IPv4 and TCP. */
const SEGMENT_BYTES = 1_460
/** Headers of IPv4 and TCP, which take their share of the link. */
const HEADER_BYTES = 40

/** One direction of one TCP connection over a link: in order, late, never lost. */
export class LinkStream {
  readonly #direction: LinkDirection
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(direction: LinkDirection) {
    this.#direction = direction
  }

  /**
   * When bytes that are sent now have all arrived, which is never before those sent earlier; +∞ during an outage: then
   * they are to be asked for again when it is over.
   */
  deliver(nowMs: number, sizeBytes: number): number {
    if (this.#direction.isOut) return Number.POSITIVE_INFINITY
    for (let at = 0; at === 0 || at < sizeBytes; at += SEGMENT_BYTES) {
      const segmentBytes = Math.min(SEGMENT_BYTES, sizeBytes - at) + HEADER_BYTES
      this.#lastMs = Math.max(this.#lastMs, this.#direction.segment(nowMs, segmentBytes))
    }
    return this.#lastMs
  }
}
