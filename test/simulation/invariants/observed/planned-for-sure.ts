import { type ClusterId, MINUTE_MS } from '@tieng-lang/protocol'
import type { SimulatedWorld } from '../../world.ts'
import { latenessMsMaxOf, plannedIn } from './plan-reading.ts'
import type { WireTap } from './wire-tap.ts'

/** So long before it was due an occurrence had been in the plan: whoever can be reached holds it. */
const PLANNED_BEFORE_MS = 10 * MINUTE_MS

/**
 * The occurrences that a cluster owes a record without any doubt: those of a plan that was the server's last word from
 * `PLANNED_BEFORE_MS` before they were due until nothing of them can sound any more. A change of the plan leaves the
 * ones around it out, since it may fall before or after it on a cluster that is far away.
 */
export function plannedForSure(world: SimulatedWorld, tap: WireTap, clusterId: ClusterId): Set<string> {
  const { plans } = tap.of(clusterId)
  const { timeZone, clock, mendedAt } = world
  const endAt = mendedAt ?? clock.now()
  const owed = new Set<string>()
  for (const [index, { body, publishedAt }] of plans.entries()) {
    const replacedAt = Math.min(plans[index + 1]?.publishedAt ?? endAt, endAt)
    const from = publishedAt + PLANNED_BEFORE_MS
    const until = replacedAt - latenessMsMaxOf(body)
    for (const { occurrenceId } of plannedIn(body, { timeZone, from, until })) owed.add(occurrenceId)
  }
  return owed
}
