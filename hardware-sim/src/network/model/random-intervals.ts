import { type Chance, MINUTE_MS } from '@tieng-lang/protocol'
import type { RandomIntervalsProfile } from '../profiles.ts'

/** Enough for whoever asks about a moment ago, and about when a lost segment is sent again. */
const REMEMBERED_MAX = 20

/** Stretches of time at instants of pure chance. Asked about one instant after the other, it makes them up as needed. */
export class RandomIntervals {
  readonly #profile: RandomIntervalsProfile
  readonly #chance: Chance
  readonly #intervals: { fromMs: number; untilMs: number }[] = []

  constructor(profile: RandomIntervalsProfile, chance: Chance) {
    this.#profile = profile
    this.#chance = chance
  }

  /** The end of the stretch that `atMs` lies in; undefined where it lies in none. */
  endOf(atMs: number): number | undefined {
    if (this.#profile.perMinute === 0) return undefined
    this.#makeUpTo(atMs)
    return this.#intervals.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)?.untilMs
  }

  #makeUpTo(atMs: number): void {
    const { perMinute, durationMsMin, durationMsMax } = this.#profile
    let last = this.#intervals.at(-1) ?? { fromMs: atMs, untilMs: atMs }
    while (last.fromMs <= atMs) {
      const gapMs = (-Math.log(1 - this.#chance.next()) * MINUTE_MS) / perMinute
      const fromMs = Math.max(last.untilMs, last.fromMs + gapMs)
      const durationMs = durationMsMin + this.#chance.next() * (durationMsMax - durationMsMin)
      last = { fromMs, untilMs: fromMs + durationMs }
      this.#intervals.push(last)
      if (this.#intervals.length > REMEMBERED_MAX) this.#intervals.shift()
    }
  }
}
