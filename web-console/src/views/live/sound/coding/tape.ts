import { FRAME_MS } from '../capture/frame-cutter.ts'
import type { VoicePacket } from './voice-packet.ts'

/** Longer announcements are bulletins. */
export const TAPE_MS_MAX = 10 * 60_000

/** What was recorded, or said and not heard: packets in their order. A full one takes nothing more and says so. */
export class Tape {
  readonly #packets: VoicePacket[] = []

  get packets(): readonly VoicePacket[] {
    return this.#packets
  }

  get durationMs(): number {
    return this.#packets.length * FRAME_MS
  }

  get isFull(): boolean {
    return this.durationMs >= TAPE_MS_MAX
  }

  /** False where it is full. */
  add(packet: VoicePacket): boolean {
    if (this.isFull) return false
    this.#packets.push(packet)
    return true
  }
}
