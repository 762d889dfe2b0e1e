import { SECOND_MS } from '@tieng-lang/protocol'
import type { CapturedPacket } from '../../../media/capture/capture.ts'

/** A station's packets come unevenly: so much is gathered before anything is sent. */
export const GATHERED_MS = SECOND_MS
const PACKET_MS = 20
const GATHERED_PACKETS = GATHERED_MS / PACKET_MS

/**
 * Evens out what a station gives: one packet is taken each 20 ms. Where it runs dry it gathers anew, and what a station
 * gives at once after a hiccup is left out, so that its sound is no later than it was before. Pure.
 */
export class PacketBuffer {
  #packets: CapturedPacket[] = []
  #isGathering = true
  #isNew = true
  /** When the first packet of a gathering came, on the monotonic clock. */
  #gatheringSinceMs: number | undefined
  /** What stood ready when it was first taken from: some stations give a reserve, and keep it up. */
  #reservePackets: number | undefined

  /** How much sound lies ready. */
  get depthMs(): number {
    return this.#packets.length * PACKET_MS
  }

  /** What comes next is of another connection: what is left of the one before is played until then. */
  beginConnection(): void {
    this.#isNew = true
  }

  push(packet: CapturedPacket, nowMs: number): void {
    if (this.#isNew) {
      this.#packets = []
      this.#isGathering = true
      this.#gatheringSinceMs = undefined
      this.#isNew = false
    }
    if (this.#isGathering) this.#gatheringSinceMs ??= nowMs
    this.#packets.push(packet)
  }

  /** The packet of these 20 ms; undefined where there is none. */
  take(nowMs: number): CapturedPacket | undefined {
    if (this.#isGathering && this.#isReady(nowMs)) this.#endGathering()
    if (this.#isGathering) return undefined
    const packet = this.#packets.shift()
    if (packet === undefined) {
      this.#isGathering = true
      this.#gatheringSinceMs = undefined
    }
    return packet
  }

  #isReady(nowMs: number): boolean {
    const sinceMs = this.#gatheringSinceMs
    return sinceMs !== undefined && nowMs - sinceMs >= GATHERED_MS && this.#packets.length >= GATHERED_PACKETS
  }

  #endGathering(): void {
    this.#reservePackets ??= this.#packets.length
    this.#packets.splice(0, this.#packets.length - this.#reservePackets)
    this.#isGathering = false
    this.#gatheringSinceMs = undefined
  }
}
