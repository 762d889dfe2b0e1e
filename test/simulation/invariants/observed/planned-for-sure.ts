import { type ClusterId, MINUTE_MS, type Plan } from '@tieng-lang/protocol'
import type { Occurrence } from '@tieng-lang/scheduler'
import type { SimulatedWorld } from '../../world.ts'
import { LATENESS_MS_MAX, plannedIn } from './plan-reading.ts'
import type { WireTap } from './wire-tap.ts'

/**
 * So long before an occurrence was due it had been in every plan, and so long after it could have begun at the latest it
 * still was. A change of the plan may fall before or after it on a cluster that is far away.
 */
const SURE_MS = 10 * MINUTE_MS

/** A plan while it was the server's last word: `fromAt` to `untilAt`, true time. */
interface Reign {
  fromAt: number
  untilAt: number
  /** All that it had due around then, by id. */
  planned: ReadonlyMap<string, Occurrence>
}

/** The occurrences that a cluster owes a record without any doubt: every plan of their time had them, at the same instant. */
export function plannedForSure(world: SimulatedWorld, tap: WireTap, clusterId: ClusterId): Set<string> {
  const reigns = reignsOf(world, tap, clusterId)
  const owed = new Set<string>()
  for (const [index, { fromAt, untilAt, planned }] of reigns.entries()) {
    for (const occurrence of planned.values()) {
      const { dueAt, occurrenceId } = occurrence
      if (dueAt >= fromAt && dueAt < untilAt && isSure(occurrence, reigns, index)) owed.add(occurrenceId)
    }
  }
  return owed
}

function reignsOf(
  { timeZone, clock, mendedAt }: SimulatedWorld,
  tap: WireTap,
  clusterId: ClusterId,
): Reign[] {
  const { plans } = tap.of(clusterId)
  const endAt = mendedAt ?? clock.now()
  return plans
    .filter(({ publishedAt }) => publishedAt < endAt)
    .map(({ body, publishedAt: fromAt }, index) => {
      const untilAt = Math.min(plans[index + 1]?.publishedAt ?? endAt, endAt)
      return { fromAt, untilAt, planned: plannedAround(body, { fromAt, untilAt, timeZone }) }
    })
}

function plannedAround(
  plan: Plan,
  { fromAt, untilAt, timeZone }: { fromAt: number; untilAt: number; timeZone: string },
): Map<string, Occurrence> {
  const marginMs = LATENESS_MS_MAX + SURE_MS
  const window = { timeZone, from: fromAt - marginMs, until: untilAt + marginMs }
  return new Map(plannedIn(plan, window).map((occurrence) => [occurrence.occurrenceId, occurrence]))
}

/** Whether the plans before and after had it as well, as far as they reach into its time. */
function isSure(occurrence: Occurrence, reigns: readonly Reign[], index: number): boolean {
  const { dueAt, occurrenceId, programme } = occurrence
  const fromAt = dueAt - SURE_MS
  const untilAt = dueAt + programme.latenessMsMax + SURE_MS
  if ((reigns[0]?.fromAt ?? 0) > fromAt || (reigns.at(-1)?.untilAt ?? 0) < untilAt) return false
  const isThere = ({ planned }: Reign) => planned.get(occurrenceId)?.dueAt === dueAt
  for (let at = index - 1; at >= 0; at--) {
    const reign = reigns[at]
    if (!reign || reign.untilAt <= fromAt) break
    if (!isThere(reign)) return false
  }
  for (let at = index + 1; at < reigns.length; at++) {
    const reign = reigns[at]
    if (!reign || reign.fromAt >= untilAt) break
    if (!isThere(reign)) return false
  }
  return true
}
