import { type Chance, SECOND_MS } from '../time.ts'

const DELAY_MS_MIN = SECOND_MS
const DELAY_MS_MAX = 30 * SECOND_MS
/** A connection shorter than this counts as a failed attempt, so that one thrown out at once does not hammer. */
const STEADY_MS_MIN = 10 * SECOND_MS

/** How long to wait before the next attempt: anywhere between one second and a bound that doubles up to thirty. */
export class Backoff {
  readonly #chance: Chance
  #failures = 0

  constructor(chance: Chance) {
    this.#chance = chance
  }

  /**
   * `lastedMs`: how long the connection that just ended had lasted; 0 where there was none. `delayMsMax`: who is in a
   * hurry waits no longer, and never less than a second.
   */
  nextDelayMs(lastedMs: number, delayMsMax = DELAY_MS_MAX): number {
    this.#failures = lastedMs >= STEADY_MS_MIN ? 1 : Math.min(this.#failures + 1, 5)
    const boundMs = Math.max(
      DELAY_MS_MIN,
      Math.min(DELAY_MS_MIN * 2 ** this.#failures, delayMsMax, DELAY_MS_MAX),
    )
    return DELAY_MS_MIN + this.#chance.next() * (boundMs - DELAY_MS_MIN)
  }
}
