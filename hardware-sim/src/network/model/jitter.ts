import type { Chance } from '@tieng-lang/protocol'
import type { DirectionProfile } from '../profiles.ts'

type JitterProfile = DirectionProfile['jitter']

/** Gamma of shape 2 is the sum of the squares of so many normal variables. */
const NORMALS = 4
/** How long the queues that make jitter take to change: packets 20 ms apart meet nearly the same ones. */
const CORRELATION_MS = 200
/** One normal variable squared and summed four times has this standard deviation. */
const SUM_SIGMA = Math.sqrt(2 * NORMALS)

/** What is on top of the least delay, on average. */
export function meanJitterMs(profile: JitterProfile): number {
  return profile.kind === 'uniform' ? 0 : (profile.sigmaMs * NORMALS) / SUM_SIGMA
}

/**
 * How much longer a packet takes than the least. Gamma: each packet's is drawn from exactly that distribution, and those
 * of neighbours are alike (the sum of squares of four Ornstein-Uhlenbeck processes), as on a radio link that delivers in
 * order; drawn independently, every fourth packet of a stream would be out of order at σ = 25 ms. Uniform: independent.
 */
export class Jitter {
  readonly #profile: JitterProfile
  readonly #chance: Chance
  readonly #normals = new Float64Array(NORMALS)
  #atMs = Number.NEGATIVE_INFINITY

  constructor(profile: JitterProfile, chance: Chance) {
    this.#profile = profile
    this.#chance = chance
  }

  nextMs(nowMs: number): number {
    const profile = this.#profile
    if (profile.kind === 'uniform') return (2 * this.#chance.next() - 1) * profile.halfWidthMs
    const kept = Math.exp(-Math.max(0, nowMs - this.#atMs) / CORRELATION_MS)
    const drawn = Math.sqrt(1 - kept * kept)
    this.#atMs = nowMs
    let squares = 0
    for (let index = 0; index < NORMALS; index += 2) {
      const [first, second] = this.#normalPair()
      squares += this.#move(index, kept, drawn * first) + this.#move(index + 1, kept, drawn * second)
    }
    return (profile.sigmaMs * squares) / SUM_SIGMA
  }

  /** Gives the square of where it has moved to. */
  #move(index: number, kept: number, by: number): number {
    const normal = kept * (this.#normals[index] ?? 0) + by
    this.#normals[index] = normal
    return normal * normal
  }

  /** Box and Muller's. */
  #normalPair(): [number, number] {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#chance.next()))
    const angle = 2 * Math.PI * this.#chance.next()
    return [radius * Math.cos(angle), radius * Math.sin(angle)]
  }
}
