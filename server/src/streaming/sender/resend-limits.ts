import { SECOND_MS } from '@tieng-lang/protocol'

/** Both limits hold over any stretch of this length. */
export const RESEND_WINDOW_MS = 10 * SECOND_MS
const PACKETS_PER_WINDOW = 500
/** A fifth of the stream, to one listener. */
export const RESENDS_A_LISTENER_MAX = PACKETS_PER_WINDOW / 5
/** A quarter of what goes to all. */
const RESENDS_SHARE_MAX = 0.25
/** One packet to one listener: the cluster asks as often. */
export const RESENDS_A_PACKET_MAX = 3
/** Who asks again within this time cannot have seen the answer: it asks twice lest one request be lost. */
const ANSWERED_MS = 30

interface PacketResends {
  times: number
  lastMs: number
}

/** What was sent again to one listener. */
export class ListenerResends {
  /** The instants of the last ones, as a ring: the one that is overwritten next is the oldest. */
  readonly #sentMs = new Float64Array(RESENDS_A_LISTENER_MAX).fill(Number.NEGATIVE_INFINITY)
  #next = 0
  readonly #packets = new Map<number, PacketResends>()

  /** How many may be sent again at once. */
  leftAt(nowMs: number): number {
    return this.#sentMs.reduce((left, sentMs) => left + (nowMs - sentMs < RESEND_WINDOW_MS ? 0 : 1), 0)
  }

  mayResend(packetIndex: number, nowMs: number): boolean {
    const oldestMs = this.#sentMs[this.#next] ?? 0
    if (nowMs - oldestMs < RESEND_WINDOW_MS) return false
    const before = this.#packets.get(packetIndex)
    return !before || (before.times < RESENDS_A_PACKET_MAX && nowMs - before.lastMs >= ANSWERED_MS)
  }

  /** Whether it was sent again after that instant. */
  isUnderway(packetIndex: number, sinceMs: number): boolean {
    const before = this.#packets.get(packetIndex)
    return before !== undefined && before.lastMs > sinceMs
  }

  note(packetIndex: number, nowMs: number): void {
    this.#sentMs[this.#next] = nowMs
    this.#next = (this.#next + 1) % RESENDS_A_LISTENER_MAX
    const times = (this.#packets.get(packetIndex)?.times ?? 0) + 1
    this.#packets.set(packetIndex, { times, lastMs: nowMs })
    // Rising indices: the first of the map are those that nobody asks for any more.
    for (const [index] of this.#packets) {
      if (this.#packets.size <= RESENDS_A_LISTENER_MAX) break
      this.#packets.delete(index)
    }
  }
}

const SLOT_MS = 100
const SLOTS = RESEND_WINDOW_MS / SLOT_MS + 1

/** What was sent again to all listeners of a session together. */
export class SessionResends {
  readonly #counts = new Float64Array(SLOTS)
  #slot = 0
  #sum = 0

  /** `listenerCount`: those to whom the stream is sent now. */
  mayResend(nowMs: number, listenerCount: number): boolean {
    this.#moveTo(nowMs)
    return this.#sum < Math.max(1, listenerCount) * PACKETS_PER_WINDOW * RESENDS_SHARE_MAX
  }

  note(nowMs: number): void {
    this.#moveTo(nowMs)
    this.#counts[this.#slot % SLOTS] = (this.#counts[this.#slot % SLOTS] ?? 0) + 1
    this.#sum += 1
  }

  #moveTo(nowMs: number): void {
    const slot = Math.floor(nowMs / SLOT_MS)
    const passed = Math.min(SLOTS, slot - this.#slot)
    for (let step = 1; step <= passed; step += 1) {
      const at = (slot - passed + step) % SLOTS
      this.#sum -= this.#counts[at] ?? 0
      this.#counts[at] = 0
    }
    if (passed > 0) this.#slot = slot
  }
}
