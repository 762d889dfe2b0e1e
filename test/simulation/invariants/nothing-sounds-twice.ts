import { SECOND_MS } from '@tieng-lang/protocol'
import type { HornRun } from '../../../hardware-sim/src/virtual/index.ts'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { NewRuns } from './observed/new-runs.ts'
import { plannedLengthMs } from './observed/planned-length.ts'
import type { WireTap } from './observed/wire-tap.ts'

/** A fade at the end, and what an output rounds. */
const EDGE_MS = 50
/** A life that ends so soon after a sound may not have written down yet that it was over; one on a bad disk never may. */
const UNSAVED_MS = 6 * SECOND_MS

/**
 * What has come to its end at a horn does not begin there again, whatever restarted, was set back or came twice. (What
 * was interrupted may begin anew: that is its rule.)
 */
export function nothingSoundsTwice(tap: WireTap): Invariant {
  const runs = new NewRuns()
  const whole = new Map<string, HornRun>()
  return {
    name: 'nothing sounds twice',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      const complaints: string[] = []
      for (const { cluster, run } of runs.take(world)) {
        const key = `${cluster.name} ${run.soundId}`
        const before = whole.get(key)
        if (before && !mayBeForgotten(world, cluster.name, before))
          complaints.push(`${cluster.name} sounded ${run.soundId} again`)
        if (
          run.fromMs + run.untilAt - run.fromAt >=
          plannedLengthMs(tap, cluster.name, run.soundId) - EDGE_MS
        )
          whole.set(key, run)
      }
      return complaints
    },
  }
}

function mayBeForgotten({ faults }: SimulatedWorld, clusterId: string, { trueUntilAt }: HornRun): boolean {
  return faults.some(
    ({ fault, clusterIds, fromAt, untilAt }) =>
      (fault.kind === 'disk' || fault.kind === 'powerCut' || fault.kind === 'agentKilled') &&
      clusterIds.includes(clusterId) &&
      fromAt <= trueUntilAt + UNSAVED_MS &&
      untilAt >= trueUntilAt,
  )
}
