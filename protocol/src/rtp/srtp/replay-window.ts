import { REPLAY_WINDOW_PACKETS } from '../limits.ts'

/**
 * Which indices were accepted among the last 256 (RFC 3711 §3.3.2). A slot holds the last index that fell into it, so
 * nothing has to be shifted.
 */
export class ReplayWindow {
  readonly #accepted = new Float64Array(REPLAY_WINDOW_PACKETS).fill(-1)
  #highest: number

  /** `nextIndex` is what is expected first: what lies a whole window before it counts as replayed from the beginning. */
  constructor(nextIndex: number) {
    this.#highest = nextIndex - 1
  }

  /** The highest index that was accepted or told of; −1 where there is none. */
  get highest(): number {
    return this.#highest
  }

  /** Whether an index was neither accepted before nor is too old to be sure. Changes nothing. */
  isFresh(index: number): boolean {
    if (index <= this.#highest - REPLAY_WINDOW_PACKETS) return false
    return this.#accepted[index % REPLAY_WINDOW_PACKETS] !== index
  }

  /** To be called for a fresh index, and only once its packet is authenticated. */
  accept(index: number): void {
    this.#accepted[index % REPLAY_WINDOW_PACKETS] = index
    this.moveTo(index)
  }

  /** Something trustworthy said that this index exists: the window moves on, never back. */
  moveTo(index: number): void {
    this.#highest = Math.max(this.#highest, index)
  }
}
