import type { Chance } from '@tieng-lang/protocol'

/**
 * Chance that a seed decides: the same seed gives the same run. The generator is sfc32 ("small fast counter", Chris
 * Doty-Humphrey, PractRand): 128 bits of state, a period of at least 2^32, no known weakness in statistical tests.
 * It is no source of secrets outside a simulation.
 */
export class SeededChance implements Chance {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: string) {
    const words = spread(seed)
    this.#a = words[0]
    this.#b = words[1]
    this.#c = words[2]
    // The author's own number of rounds after seeding, so that close seeds part.
    for (let round = 0; round < 12; round++) this.#next32()
  }

  next(): number {
    return (this.#next32() * 2 ** 21 + (this.#next32() >>> 11)) / 2 ** 53
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#next32() >>> 24)
  }

  /** A stream of its own, so that what one agent draws does not change what another gets. */
  fork(name: string): SeededChance {
    return new SeededChance(`${this.#a} ${this.#b} ${this.#c} ${this.#counter} ${name}`)
  }

  #next32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }
}

/** Three 32-bit words from a text: FNV-1a, once for each with a start of its own. */
function spread(seed: string): [number, number, number] {
  const word = (start: number) => {
    let hash = start
    for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
    return hash | 0
  }
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x85ebca6b)]
}
