import { CLOCK_TOLERANCE_MS, type ClusterConfig, emergencyOf, SECOND_MS } from '@tieng-lang/protocol'
import { quietSpanAt } from '@tieng-lang/scheduler'
import type { HornRun } from '../../../hardware-sim/src/virtual/index.ts'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { NewRuns, voiceOf } from './observed/new-runs.ts'
import { possiblyHeld, type TappedCluster, type WireTap } from './observed/wire-tap.ts'

/** A cut is a fade, and shows at the horn when what the output holds has been played. */
const EDGE_MS = 200
/** From its acknowledgement on a config counts, but for what was on its way to the horn. */
const TAKEN_BEFORE_MS = 5 * SECOND_MS
/** More than this between what the two clocks say of one run: the wall clock was set while it lasted. */
const STEP_MS = SECOND_MS

interface Span {
  fromAt: number
  untilAt: number
}

/**
 * No run reaches into the quiet hours that its cluster held: to the edge by the cluster's own clock, and by true time
 * within what a clock that is trusted may be wrong. Only an Actual emergency may, and a voice that belongs to it; what was
 * raised as an Exercise is none.
 */
export function nothingButAnEmergencyInQuietHours(tap: WireTap): Invariant {
  const runs = new NewRuns()
  return {
    name: 'nothing but an emergency in quiet hours',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      return runs.take(world).flatMap(({ cluster, run }) => {
        if (isActual(world, run.soundId)) return []
        const tapped = tap.of(cluster.name)
        const isQuiet = partsByConfig(run, tapped).some(({ part, configs }) =>
          configs.every(({ body }) => reachesIn(run, part, body)),
        )
        return isQuiet ? [`${cluster.name} sounded ${run.soundId} in its quiet hours`] : []
      })
    },
  }
}

/** By what the person who raised it said. */
function isActual({ acts }: SimulatedWorld, soundId: string): boolean {
  const voice = voiceOf(soundId)
  const said = voice === undefined ? undefined : acts.find(({ sessionId }) => sessionId === voice)?.act
  const emergencyId = said?.kind === 'speak' ? said.ofEmergency : emergencyOf(soundId)?.emergencyId
  return acts.some(
    ({ act }) => act.kind === 'raiseEmergency' && act.emergencyId === emergencyId && act.status === 'Actual',
  )
}

/** A run in parts (true time), each with the configs that the cluster can have held in it. */
function partsByConfig({ trueFromAt, trueUntilAt }: HornRun, { configs, configAcks }: TappedCluster) {
  const changes = configAcks
    .map(({ at }) => at + TAKEN_BEFORE_MS)
    .filter((at) => at > trueFromAt && at < trueUntilAt)
  const edges = [trueFromAt, ...changes, trueUntilAt]
  return edges.slice(1).flatMap((untilAt, index) => {
    const part = { fromAt: edges[index] ?? trueFromAt, untilAt }
    const asked = { ...part, fromAt: part.fromAt - TAKEN_BEFORE_MS }
    const possible = possiblyHeld(configs, configAcks, asked)
    return possible.length === 0 ? [] : [{ part, configs: possible }]
  })
}

function reachesIn(run: HornRun, part: Span, config: ClusterConfig): boolean {
  if (overlaps(inner(part, CLOCK_TOLERANCE_MS), config)) return true
  const offsetMs = run.fromAt - run.trueFromAt
  const steppedMs = run.untilAt - run.trueUntilAt - offsetMs
  if (Math.abs(steppedMs) > STEP_MS) return false
  const byWall = { fromAt: part.fromAt + offsetMs, untilAt: part.untilAt + offsetMs }
  return overlaps(inner(byWall, EDGE_MS), config)
}

function inner({ fromAt, untilAt }: Span, byMs: number): Span {
  return { fromAt: fromAt + byMs, untilAt: untilAt - byMs }
}

function overlaps({ fromAt, untilAt }: Span, { quietHours, timeZone }: ClusterConfig): boolean {
  if (untilAt <= fromAt) return false
  const span = quietSpanAt(quietHours, fromAt, timeZone)
  return span !== null && span.beginsAt < untilAt
}
