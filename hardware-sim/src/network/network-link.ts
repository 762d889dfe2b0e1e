import { type Cancellable, type Clock, SECOND_MS } from '@tieng-lang/protocol'
import type { SeededChance } from '../virtual/seeded-chance.ts'
import { DIRECTIONS, type Direction } from './model/direction.ts'
import { LinkDirection, meanDelayMs } from './model/link-direction.ts'
import type { NetworkProfile } from './profiles.ts'

/** Linux sends nothing again sooner than this, whatever the round trip (`TCP_RTO_MIN`). */
const RETRANSMIT_MS_MIN = 200

export interface NetworkLinkOptions {
  clock: Clock
  chance: SeededChance
  profile: NetworkProfile
}

/**
 * The way between one cluster and the server, which all its connections share: two directions of the model, a profile
 * that may be changed while it runs, and outages in either direction or both.
 */
export class NetworkLink {
  readonly clock: Clock
  readonly up: LinkDirection
  readonly down: LinkDirection
  readonly #listeners = new Set<(direction: Direction) => void>()
  #profile: NetworkProfile

  constructor({ clock, chance, profile }: NetworkLinkOptions) {
    this.clock = clock
    this.up = new LinkDirection(chance.fork('up'))
    this.down = new LinkDirection(chance.fork('down'))
    this.#profile = profile
    this.use(profile)
  }

  get profile(): NetworkProfile {
    return this.#profile
  }

  /** How long there and back takes on average. */
  get roundTripMs(): number {
    return meanDelayMs(this.#profile.up) + meanDelayMs(this.#profile.down)
  }

  /** Behaves by this profile from now on; what is on its way arrives as it was to. */
  use(profile: NetworkProfile): void {
    this.#profile = profile
    const retransmitMs = Math.max(RETRANSMIT_MS_MIN, 2 * this.roundTripMs)
    for (const direction of DIRECTIONS) this[direction].use(profile[direction], retransmitMs)
  }

  /** An outage of these directions, or of both: datagrams are lost, streams wait; what has left already arrives. */
  block(...directions: Direction[]): void {
    this.#set(directions, true)
  }

  /** The outage of these directions is over, or every one. */
  heal(...directions: Direction[]): void {
    this.#set(directions, false)
  }

  isBlocked(direction: Direction): boolean {
    return this[direction].isOut
  }

  /** Outages that are known beforehand; seconds from now. Cancelling calls off what has not happened yet. */
  planOutage({ fromS, untilS, directions }: PlannedOutage): Cancellable {
    const timers = [
      this.clock.after(fromS * SECOND_MS, () => this.block(...directions)),
      this.clock.after(untilS * SECOND_MS, () => this.heal(...directions)),
    ]
    return { cancel: () => timers.forEach((timer) => void timer.cancel()) }
  }

  /** Told when an outage begins or ends in a direction. */
  onOutage(run: (direction: Direction) => void): Cancellable {
    this.#listeners.add(run)
    return { cancel: () => this.#listeners.delete(run) }
  }

  #set(directions: readonly Direction[], isOut: boolean): void {
    for (const direction of directions.length === 0 ? DIRECTIONS : directions) {
      if (this[direction].isOut === isOut) continue
      this[direction].isOut = isOut
      for (const run of [...this.#listeners]) run(direction)
    }
  }
}

export interface PlannedOutage {
  fromS: number
  untilS: number
  /** Both where empty. */
  directions: readonly Direction[]
}
