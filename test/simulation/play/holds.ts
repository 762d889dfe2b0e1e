export interface Held {
  down(): void
  up(): void
}

/** Things that may be held down by several at once: down with the first, up again with the last. */
export class Holds {
  readonly #counts = new Map<string, number>()

  /** @returns what lets go, once */
  hold(name: string, held: Held): () => void {
    const count = this.#counts.get(name) ?? 0
    this.#counts.set(name, count + 1)
    if (count === 0) held.down()
    return () => {
      const left = (this.#counts.get(name) ?? 1) - 1
      this.#counts.set(name, left)
      if (left === 0) held.up()
    }
  }
}
