/** So much at once, and so much more with every millisecond: a token bucket. */
export class Allowance {
  readonly #atOnceMax: number
  readonly #perMs: number
  #left: number
  #reckonedAt: number | undefined

  constructor({ atOnceMax, perMs }: { atOnceMax: number; perMs: number }) {
    this.#atOnceMax = atOnceMax
    this.#perMs = perMs
    this.#left = atOnceMax
  }

  /** Whether so much is allowed at this instant; then it is used up. */
  spend(amount: number, now: number): boolean {
    const passedMs = Math.max(0, now - (this.#reckonedAt ?? now))
    this.#reckonedAt = now
    this.#left = Math.min(this.#atOnceMax, this.#left + passedMs * this.#perMs)
    if (this.#left < amount) return false
    this.#left -= amount
    return true
  }
}
