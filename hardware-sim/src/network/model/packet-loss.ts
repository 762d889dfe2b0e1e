import type { Chance } from '@tieng-lang/protocol'
import type { DirectionProfile } from '../profiles.ts'

type LossProfile = DirectionProfile['loss']

/** Each packet for itself. As Gilbert-Elliott: whoever was just lost says nothing of the next. */
export function randomLoss(share: number): LossProfile {
  return { share, burstPackets: 1 / (1 - share) }
}

/**
 * Gilbert-Elliott's two states, packet by packet: all is well in one, all is lost in the other. Bursts last
 * `burstPackets` on average, geometrically, and the chance to fall into one is what makes their share `share`.
 */
export class PacketLoss {
  readonly #profile: LossProfile
  readonly #chance: Chance
  #isBad = false

  constructor(profile: LossProfile, chance: Chance) {
    this.#profile = profile
    this.#chance = chance
  }

  isNextLost(): boolean {
    const { share, burstPackets } = this.#profile
    const leave = 1 / burstPackets
    const enter = (leave * share) / (1 - share)
    this.#isBad = this.#chance.next() < (this.#isBad ? 1 - leave : enter)
    return this.#isBad
  }

  /** Of a packet that is sent long after the one before: bursts are over by then. */
  isLoneLost(): boolean {
    return this.#chance.next() < this.#profile.share
  }
}
