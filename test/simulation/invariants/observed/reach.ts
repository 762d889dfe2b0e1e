import { type ClusterId, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { ActiveFault, SimulatedWorld } from '../../world.ts'

/**
 * So long without a break the way to a cluster must have been open before it is held to know: a lost connection is
 * noticed within 45 s, the next attempt gives up after 10 s and waits for 30 s at most, and the plan is fetched.
 */
export const REACHED_AFTER_MS = 2 * MINUTE_MS

type FaultKinds = ReadonlySet<ActiveFault['fault']['kind']>

/** Faults that keep an order or a plan from a cluster. A wrong clock does not: a stop and a plan are taken by any. */
const KEEPS_AWAY: FaultKinds = new Set([
  'powerCut',
  'agentKilled',
  'serverKilled',
  'brokerLost',
  'partition',
  'badNetwork',
  'disk',
])
const CONCERNS_ALL: FaultKinds = new Set(['serverKilled', 'brokerLost'])

interface Span {
  /** True time. */
  fromAt: number
  untilAt: number
}

type Faults = Pick<SimulatedWorld, 'faults'>

/** How long a cluster that a person has told to restart may be away. */
const RESTART_MS_MAX = 20 * SECOND_MS

/** Whether the cluster could be reached for `REACHED_AFTER_MS` on end somewhere between `fromAt` and `untilAt`. */
export function couldBeReached(world: Faults, clusterId: ClusterId, { fromAt, untilAt }: Span): boolean {
  let openSince = fromAt
  for (const fault of awayFrom(world, clusterId)) {
    if (fault.untilAt <= openSince) continue
    if (fault.fromAt >= untilAt) break
    if (fault.fromAt - openSince >= REACHED_AFTER_MS) return true
    openSince = Math.max(openSince, fault.untilAt)
  }
  return untilAt - openSince >= REACHED_AFTER_MS
}

/** Whether nothing at all stood between the server and the cluster, and nobody had it restart. */
export function isReachedThroughout(
  world: Faults & Pick<SimulatedWorld, 'acts'>,
  clusterId: ClusterId,
  { fromAt, untilAt }: Span,
): boolean {
  const mayRestart = world.acts.some(
    ({ act, at }) =>
      act.kind === 'command' && act.body.name === 'restart' && at < untilAt && at + RESTART_MS_MAX > fromAt,
  )
  if (mayRestart) return false
  return awayFrom(world, clusterId).every((fault) => fault.untilAt <= fromAt || fault.fromAt >= untilAt)
}

/** In the order of their beginning. */
function awayFrom({ faults }: Faults, clusterId: ClusterId): ActiveFault[] {
  return faults.filter(
    ({ fault: { kind }, clusterIds }) =>
      KEEPS_AWAY.has(kind) && (CONCERNS_ALL.has(kind) || clusterIds.includes(clusterId)),
  )
}
