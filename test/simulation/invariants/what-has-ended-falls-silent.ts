import { emergencyOf, SECOND_MS } from '@tieng-lang/protocol'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { type EndedRun, NewRuns } from './observed/new-runs.ts'
import { isReachedThroughout, REACHED_AFTER_MS } from './observed/reach.ts'
import type { WireTap } from './observed/wire-tap.ts'

/** From the instant at which a cluster is there and the end lies at the broker. */
const SILENT_WITHIN_MS = 5 * SECOND_MS

/**
 * An emergency that has ended is silent within `SILENT_WITHIN_MS` (ms) of the cluster being within reach of it, but for
 * what is said at its end.
 */
export function whatHasEndedFallsSilent(tap: WireTap): Invariant {
  const runs = new NewRuns()
  return {
    name: 'an emergency that has ended falls silent',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      return runs
        .take(world)
        .filter((ended) => soundedOn(world, ended, tap))
        .map(({ cluster, run }) => `${cluster.name} sounded ${run.soundId} after its end`)
    },
  }
}

function soundedOn(world: SimulatedWorld, { cluster, run }: EndedRun, tap: WireTap): boolean {
  const emergency = emergencyOf(run.soundId)
  if (!emergency || emergency.repeat === 'closing') return false
  const end = tap.emergency(emergency.emergencyId).find(({ body }) => body.state !== 'active')
  if (!end) return false
  // There when it was published, or when it came back afterwards.
  const instants = [end.publishedAt, ...tap.of(cluster.name).presentAt.filter((at) => at > end.publishedAt)]
  return instants.some((at) => {
    const silentAt = at + SILENT_WITHIN_MS
    const around = { fromAt: at - REACHED_AFTER_MS, untilAt: silentAt }
    return run.trueUntilAt > silentAt && isReachedThroughout(world, cluster.name, around)
  })
}
