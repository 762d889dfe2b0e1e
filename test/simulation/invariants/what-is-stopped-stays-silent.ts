import { type ClusterId, SECOND_MS } from '@tieng-lang/protocol'
import type { HornRun } from '../../../hardware-sim/src/virtual/index.ts'
import type { Act } from '../story/story.ts'
import type { DoneAct, SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { type EndedRun, NewRuns, partsOf } from './observed/new-runs.ts'
import { concerns, standpointAt } from './observed/places.ts'
import { couldBeReached, isReachedThroughout, REACHED_AFTER_MS } from './observed/reach.ts'
import type { WireTap } from './observed/wire-tap.ts'

/** Where nothing stands between, a stop is there so soon: the command, and what the output still held. */
const STOPPED_WITHIN_MS = 5 * SECOND_MS

type Stop = DoneAct & { act: Extract<Act, { kind: 'stop' }> }

/**
 * A broadcast that was stopped sounds no more: within `STOPPED_WITHIN_MS` (ms) on a cluster that nothing stood in the
 * way to, and never again on one that could be reached since (for `REACHED_AFTER_MS`). A stop of whatever sounds ends
 * what was sounding; for a cluster that was away then, nobody knew what that was.
 */
export function whatIsStoppedStaysSilent(tap: WireTap): Invariant {
  const runs = new NewRuns()
  return {
    name: 'what is stopped stays silent',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      const ended = runs.take(world)
      const stops = ended.length === 0 ? [] : world.acts.filter(isStop)
      return ended
        .filter((one) => stops.some((stop) => soundedOn(world, { ...one, stop, tap })))
        .map(({ cluster, run }) => `${cluster.name} sounded ${run.soundId} after it was stopped`)
    },
  }
}

function isStop(done: DoneAct): done is Stop {
  return done.act.kind === 'stop' && done.outcome === 'done'
}

function soundedOn(
  world: SimulatedWorld,
  { cluster, run, stop, tap }: EndedRun & { stop: Stop; tap: WireTap },
): boolean {
  const { at, broadcastId = null } = stop
  const standpoint = standpointAt(tap, cluster.name, at)
  if (run.trueUntilAt <= at || !standpoint || !concerns(stop.act.place, standpoint)) return false
  if (broadcastId === null) return run.trueFromAt < at && wasTold(world, cluster.name, { at, run })
  if (partsOf(run.soundId).broadcastId !== broadcastId) return false
  const since = { fromAt: stop.answeredAt ?? at, untilAt: run.trueUntilAt }
  return wasTold(world, cluster.name, { at, run }) || couldBeReached(world, cluster.name, since)
}

/** The command found the cluster at work, and still it sounded on. */
function wasTold(
  world: SimulatedWorld,
  clusterId: ClusterId,
  { at, run }: { at: number; run: HornRun },
): boolean {
  const silentAt = at + STOPPED_WITHIN_MS
  const around = { fromAt: at - REACHED_AFTER_MS, untilAt: silentAt }
  return run.trueUntilAt > silentAt && isReachedThroughout(world, clusterId, around)
}
