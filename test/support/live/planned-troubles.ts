import type { Direction, FleetMember, NetworkProfile } from '@tieng-lang/hardware-sim'
import type { Cancellable } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

/** Nothing gets through in one direction for half a second, or the NAT on the way forgets who is behind it. */
export type Trouble = Direction | 'rebinding'

export interface PlannedTroubles {
  /** In turn, over and over. */
  inTurn: readonly Trouble[]
  everyMs: number
}

const BLACKOUT_S = 0.5

/** The profile with its loss, jitter and speed, and without what would come at instants that nobody knows. */
export function withoutChanceTroubles(profile: NetworkProfile): NetworkProfile {
  const blackouts = { perMinute: 0, durationMsMin: 0, durationMsMax: 0 }
  return { up: { ...profile.up, blackouts }, down: { ...profile.down, blackouts }, rebindEveryMs: null }
}

/** From now on, for so long, the same for each cluster. */
export function planTroubles(
  members: readonly FleetMember[],
  { inTurn, everyMs }: PlannedTroubles,
  forMs: number,
): Cancellable {
  const planned: Cancellable[] = []
  for (let count = 0; (count + 1) * everyMs < forMs; count += 1) {
    const trouble = inTurn[count % inTurn.length]
    const afterMs = (count + 1) * everyMs
    const fromS = afterMs / 1_000
    for (const { link, rebind } of members)
      if (trouble === 'rebinding') planned.push(systemClock.after(afterMs, rebind))
      else if (trouble && link)
        planned.push(link.planOutage({ fromS, untilS: fromS + BLACKOUT_S, directions: [trouble] }))
  }
  return { cancel: () => planned.forEach((each) => void each.cancel()) }
}
