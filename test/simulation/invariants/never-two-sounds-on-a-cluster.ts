import type { Invariant } from './invariant.ts'
import { NewRuns } from './observed/new-runs.ts'

/** Instants of samples, told through doubles of Unix time. */
const ROUNDING_MS = 1

/** At a horn a run begins when the one before it is over, whichever life of the agent played them. */
export function neverTwoSoundsOnACluster(): Invariant {
  const runs = new NewRuns()
  return {
    name: 'never two sounds on a cluster',
    when: 'eachStep',
    check: (world) =>
      runs
        .take(world)
        .filter(({ run, before }) => before && run.trueFromAt < before.trueUntilAt - ROUNDING_MS)
        .map(
          ({ cluster, run, before }) =>
            `${cluster.name} sounded ${run.soundId} while ${before?.soundId} was sounding`,
        ),
  }
}
