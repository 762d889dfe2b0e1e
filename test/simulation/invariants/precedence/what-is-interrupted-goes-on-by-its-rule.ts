import { type ClusterId, MINUTE_MS, type Resumption, SECOND_MS } from '@tieng-lang/protocol'
import type { HornRun } from '../../../../hardware-sim/src/virtual/index.ts'
import type { ActiveFault, SimulatedWorld } from '../../world.ts'
import type { Invariant } from '../invariant.ts'
import { type EndedRun, NewRuns, partsOf, voiceOf } from '../observed/new-runs.ts'
import { plannedLengthMs } from '../observed/planned-length.ts'
import { possiblyHeld, type WireTap } from '../observed/wire-tap.ts'

/** A fade, and what an output rounds, for each beginning and end. */
const EDGE_MS = 100
/** What sounds is written down every 5 s: a new life takes up what the one before had written. */
const UNSAVED_MS_MAX = 5.5 * SECOND_MS
/** An order counts at a cluster for so long: it lives for a minute. */
const ORDERED_BEFORE_MS = 2 * MINUTE_MS
/** More than this between what the two clocks say of one run: the wall clock was set while it lasted. */
const STEP_MS = SECOND_MS

/**
 * A recording that was broken off for something else goes on where it was, or begins anew, or is heard no more, as its
 * programme says. (A pause keeps the place whatever that says, so nothing is asked where somebody has paused.)
 */
export function whatIsInterruptedGoesOnByItsRule(tap: WireTap): Invariant {
  const runs = new NewRuns()
  const lasts = new Map<string, HornRun>()
  return {
    name: 'what is interrupted goes on by its rule',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      return runs.take(world).flatMap((ended) => {
        const key = `${ended.cluster.name} ${ended.run.soundId}`
        const last = lasts.get(key)
        lasts.set(key, ended.run)
        const rule = last && wasBrokenOff(tap, ended, last) ? ruleOf(tap, ended, last) : undefined
        if (!last || !rule || isAsIt(rule, { world, ended, last })) return []
        return [`${ended.cluster.name} went on with ${ended.run.soundId} otherwise than by “${rule}”`]
      })
    },
  }
}

/** What was heard to its end is another matter (`nothingSoundsTwice`). */
function wasBrokenOff(tap: WireTap, { cluster, run }: EndedRun, last: HornRun): boolean {
  const reachedMs = last.fromMs + last.untilAt - last.fromAt
  return reachedMs < plannedLengthMs(tap, cluster.name, run.soundId) - EDGE_MS
}

/** Undefined where nothing is said of it: not a recording of the plan, or two plans say different things. */
function ruleOf(tap: WireTap, { cluster, run }: EndedRun, last: HornRun): Resumption | undefined {
  if (!/@/.test(run.soundId) || voiceOf(run.soundId) !== undefined) return undefined
  const { programmeId, itemId } = partsOf(run.soundId)
  const { plans, planAcks } = tap.of(cluster.name)
  const held = possiblyHeld(plans, planAcks, { fromAt: last.trueFromAt, untilAt: run.trueFromAt })
  const rules = held.map(({ body }) => {
    const programme = body.programmes.find((one) => one.programmeId === programmeId)
    const item = programme?.playlist.find((one) => one.itemId === itemId)
    return item && 'media' in item ? programme?.onInterrupted : undefined
  })
  return new Set(rules).size === 1 ? rules[0] : undefined
}

interface Going {
  world: SimulatedWorld
  ended: EndedRun
  last: HornRun
}

function isAsIt(rule: Resumption, { world, ended: { cluster, run }, last }: Going): boolean {
  const between = { fromAt: last.trueFromAt, untilAt: run.trueFromAt }
  const lastedMs = last.untilAt - last.fromAt
  const wasSet = Math.abs(lastedMs - (last.trueUntilAt - last.trueFromAt)) > STEP_MS
  if (wasSet || wasPaused(world, between) || isAny(world, cluster.name, { ...between, kinds: ['disk'] }))
    return true
  const leftMs = last.fromMs + lastedMs
  const isNewLife = last.lifeFromAt !== run.lifeFromAt
  const lostMs = isNewLife ? UNSAVED_MS_MAX : 0
  if (rule === 'resume')
    return run.fromMs >= Math.max(0, leftMs - lostMs) - EDGE_MS && run.fromMs <= leftMs + EDGE_MS
  // A life that ended before it had written down that this was to be heard has it still before it.
  const wasWritten = !isNewLife || lastedMs > UNSAVED_MS_MAX
  return rule === 'restart' ? run.fromMs <= EDGE_MS : !wasWritten
}

interface Span {
  fromAt: number
  untilAt: number
}

function wasPaused({ acts }: SimulatedWorld, { fromAt, untilAt }: Span): boolean {
  return acts.some(
    ({ act, at }) =>
      act.kind === 'command' &&
      act.body.name === 'pause' &&
      at >= fromAt - ORDERED_BEFORE_MS &&
      at <= untilAt,
  )
}

function isAny(
  { faults }: SimulatedWorld,
  clusterId: ClusterId,
  { fromAt, untilAt, kinds }: Span & { kinds: ActiveFault['fault']['kind'][] },
): boolean {
  return faults.some(
    (fault) =>
      kinds.includes(fault.fault.kind) &&
      fault.clusterIds.includes(clusterId) &&
      fault.fromAt <= untilAt &&
      fault.untilAt >= fromAt,
  )
}
