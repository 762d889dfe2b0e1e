import { SECOND_MS } from '@tieng-lang/protocol'
import type { HornRun, VirtualCluster } from '../../../hardware-sim/src/virtual/index.ts'
import { DRIFT_PPM_MAX } from '../story/story.ts'
import type { ActiveFault, SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { voiceOf } from './observed/new-runs.ts'
import { recordsOf, type StoredRecord } from './observed/stored-records.ts'

/** A fade, and what an output rounds, for each beginning and end. */
const EDGE_MS = 50
/** What sounds is written down every 5 s; beyond that a life that ends unannounced costs nothing. */
const UNSAVED_MS_MAX = 5.5 * SECOND_MS
/** A loss up to a syllable leaves a sound "heard". */
const SYLLABLE_MS = 200
/** More than this between what the two clocks say of one run: the wall clock was set while it lasted. */
const STEP_MS = SECOND_MS

/**
 * A record never claims more than left the horn, of a recording the different places of it that were heard; and it keeps
 * nothing back but what a life of the agent that ended unannounced could not write down.
 */
export function aRecordSaysWhatTheHornDid(): Invariant {
  return {
    name: 'a record says what the horn did',
    when: 'onceQuiet',
    check(world) {
      return world.clusters.flatMap((cluster) => {
        const runsOf = bySound(cluster.runs)
        return recordsOf(world, cluster.name).flatMap((record) => {
          const runs = runsOf.get(record.occurrenceId) ?? []
          return complaintsOf(record, { world, cluster, runs }).map(
            (what) => `the record of ${record.occurrenceId} at ${cluster.name} ${what}`,
          )
        })
      })
    },
  }
}

function bySound(runs: readonly HornRun[]): Map<string, HornRun[]> {
  const found = new Map<string, HornRun[]>()
  for (const run of runs) found.set(run.soundId, [...(found.get(run.soundId) ?? []), run])
  return found
}

interface Horn {
  world: SimulatedWorld
  cluster: VirtualCluster
  runs: readonly HornRun[]
}

function complaintsOf(record: StoredRecord, { world, cluster, runs }: Horn): string[] {
  const { outcome, heardMs, askedMs, startedAt } = record
  // No word of a voice comes twice.
  const isVoice = voiceOf(record.occurrenceId) !== undefined
  const soundedMs = isVoice ? sumMs : differentMs
  const hornMs = soundedMs(runs, Math.max)
  const edgesMs = EDGE_MS * (runs.length + 1)
  const complaints: string[] = []
  if (heardMs > hornMs + edgesMs) complaints.push('claims more than the horn sounded')
  // A voice is asked for from its first word on, and heard from where the cluster has joined it.
  const isWhole = isVoice || hornMs >= askedMs - SYLLABLE_MS - edgesMs
  if (outcome === 'heard' && !isWhole) complaints.push('says it was all heard, and it was not')
  if (outcome === 'notHeard' && heardMs > 0) complaints.push('says it was not heard, and how much of it was')
  const keptBackMs = soundedMs(runs, Math.min) - heardMs - edgesMs
  if (keptBackMs > 0 && keptBackMs > unsavedMs(world, cluster, runs))
    complaints.push('claims less than the horn sounded')
  const [first] = runs
  if (first && startedAt !== null && startedAt < first.fromAt - EDGE_MS)
    complaints.push('says it began before it did')
  return complaints
}

/** Of what is live, each run of which has a place of its own. */
function sumMs(runs: readonly HornRun[], either: (one: number, other: number) => number): number {
  return runs.reduce((sum, run) => sum + Math.max(0, lengthMsOf(run, either)), 0)
}

/** Of one sound, how much of it came out of the horn at least once; `either`: of two clocks that tell it otherwise. */
function differentMs(runs: readonly HornRun[], either: (one: number, other: number) => number): number {
  const pieces = runs
    .map((run) => ({ fromMs: run.fromMs, untilMs: run.fromMs + Math.max(0, lengthMsOf(run, either)) }))
    .sort((one, other) => one.fromMs - other.fromMs)
  let sumMs = 0
  let reachedMs = 0
  for (const { fromMs, untilMs } of pieces) {
    sumMs += Math.max(0, untilMs - Math.max(fromMs, reachedMs))
    reachedMs = Math.max(reachedMs, untilMs)
  }
  return sumMs
}

/**
 * By the machine's own clock, which paces the samples, or by true time. One that was set by a little is followed at once,
 * and what is passed over by that is of one clock's length only. One that was set by much paces nothing: then true time
 * tells, as far as the machine's clock may drift from it.
 */
function lengthMsOf(
  { fromAt, untilAt, trueFromAt, trueUntilAt }: HornRun,
  either: (one: number, other: number) => number,
): number {
  const byWallMs = untilAt - fromAt
  const trueMs = trueUntilAt - trueFromAt
  if (Math.abs(byWallMs - trueMs) <= STEP_MS) return either(byWallMs, trueMs)
  const driftMs = (trueMs * DRIFT_PPM_MAX) / 1e6
  return either(trueMs - driftMs, trueMs + driftMs)
}

/** How much the ends of lives during these runs may have cost; a disk that took nothing keeps nothing. */
function unsavedMs(world: SimulatedWorld, { name }: VirtualCluster, runs: readonly HornRun[]): number {
  const during = (what: ActiveFault['fault']['kind'], { trueFromAt, trueUntilAt }: HornRun) =>
    world.faults.filter(
      ({ fault, clusterIds, fromAt, untilAt }) =>
        fault.kind === what &&
        clusterIds.includes(name) &&
        fromAt <= trueUntilAt + SECOND_MS &&
        untilAt >= trueFromAt,
    ).length
  let lostMs = 0
  for (const run of runs) {
    if (!run.wasWarm || during('disk', run) > 0) return Number.POSITIVE_INFINITY
    lostMs += UNSAVED_MS_MAX * (during('powerCut', run) + during('agentKilled', run))
  }
  return lostMs
}
