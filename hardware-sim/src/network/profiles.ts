import type { Direction } from './model/direction.ts'
import { randomLoss } from './model/packet-loss.ts'

/** What one direction of a link does to what is sent over it; everything is one way. */
export interface DirectionProfile {
  /** The least that anything takes. */
  delayMs: number
  /** On top of `delayMs`: gamma has this standard deviation, uniform lies this far around zero. */
  jitter: { kind: 'gamma'; sigmaMs: number } | { kind: 'uniform'; halfWidthMs: number }
  /** Gilbert-Elliott: the share of all packets that is lost, and how many in a row on average. */
  loss: { share: number; burstPackets: number }
  /** Now and then nothing gets through for a while: what was sent is lost. */
  blackouts: RandomIntervalsProfile
  /** Now and then the link stands still for a while, as at a handover: what was sent waits. */
  spikes: RandomIntervalsProfile
  bitsPerSecond: number
  /** The share of packets that are overtaken by later ones. */
  reordered: number
  /** The share of packets that come twice. */
  duplicated: number
}

/** At instants of pure chance (Poisson), each lasting evenly between the two. */
export interface RandomIntervalsProfile {
  perMinute: number
  durationMsMin: number
  durationMsMax: number
}

export interface NetworkProfile extends Record<Direction, DirectionProfile> {
  /** How often a NAT on the way forgets its mapping, so that the other side sees a new source port (UDP). */
  rebindEveryMs: number | null
}

const MBIT = 1_000_000
const NEVER: RandomIntervalsProfile = { perMinute: 0, durationMsMin: 0, durationMsMax: 0 }
const NOTHING_ELSE = { blackouts: NEVER, spikes: NEVER, reordered: 0, duplicated: 0 }

const LAN: DirectionProfile = {
  ...NOTHING_ELSE,
  delayMs: 0.5,
  jitter: { kind: 'uniform', halfWidthMs: 0.2 },
  loss: randomLoss(0),
  bitsPerSecond: 1_000 * MBIT,
}

const MOBILE: Omit<DirectionProfile, 'bitsPerSecond'> = {
  ...NOTHING_ELSE,
  delayMs: 30,
  jitter: { kind: 'gamma', sigmaMs: 8 },
  loss: { share: 0.005, burstPackets: 3 },
  spikes: { perMinute: 2, durationMsMin: 50, durationMsMax: 150 },
}

const MOBILE_POOR: Omit<DirectionProfile, 'bitsPerSecond'> = {
  ...NOTHING_ELSE,
  delayMs: 60,
  jitter: { kind: 'gamma', sigmaMs: 25 },
  loss: randomLoss(0.05),
  blackouts: { perMinute: 1, durationMsMin: 500, durationMsMax: 500 },
}

/** The profiles of DESIGN §7. `up` is from the cluster to the server. */
export const NETWORK_PROFILES = {
  lan: { up: LAN, down: LAN, rebindEveryMs: null },
  '4g': {
    up: { ...MOBILE, bitsPerSecond: 5 * MBIT },
    down: { ...MOBILE, bitsPerSecond: 10 * MBIT },
    rebindEveryMs: null,
  },
  '4g-poor': {
    up: { ...MOBILE_POOR, bitsPerSecond: 0.5 * MBIT },
    down: { ...MOBILE_POOR, bitsPerSecond: 1 * MBIT },
    rebindEveryMs: 20_000,
  },
} as const satisfies Record<string, NetworkProfile>
export type NetworkProfileName = keyof typeof NETWORK_PROFILES

export function isNetworkProfileName(text: string): text is NetworkProfileName {
  return Object.hasOwn(NETWORK_PROFILES, text)
}
