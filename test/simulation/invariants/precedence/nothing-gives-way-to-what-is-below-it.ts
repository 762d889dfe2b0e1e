import { emergencyOf, MINUTE_MS, SECOND_MS, soundingMsMax } from '@tieng-lang/protocol'
import type { HornRun } from '../../../../hardware-sim/src/virtual/index.ts'
import type { Act } from '../../story/story.ts'
import type { SimulatedWorld } from '../../world.ts'
import type { Invariant } from '../invariant.ts'
import { type EndedRun, NewRuns, voiceOf } from '../observed/new-runs.ts'
import { isReachedThroughout, REACHED_AFTER_MS } from '../observed/reach.ts'
import type { WireTap } from '../observed/wire-tap.ts'

/** What begins so soon after something else has taken its place. */
const AT_ONCE_MS = SECOND_MS
/** A fade, and what an output rounds. */
const EDGE_MS = 50
/** An order counts at a cluster for so long (it lives for a minute). */
const ORDERED_BEFORE_MS = 2 * MINUTE_MS
/** A cluster judges an expiry by its own clock, which may be wrong by so much. */
const EXPIRY_TOLERANCE_MS = MINUTE_MS
/** Orders by which a person ends what sounds, or moves the cluster away from it. */
const ENDING_ACTS: ReadonlySet<Act['kind']> = new Set([
  'stop',
  'command',
  'moveCluster',
  'moveArea',
  'setQuietHours',
])

/**
 * No warning is broken off for a voice that belongs to none, no voice for the plan; and who speaks keeps the cluster until
 * they end, unless a take-over was confirmed.
 */
export function nothingGivesWayToWhatIsBelowIt(tap: WireTap): Invariant {
  const runs = new NewRuns()
  return {
    name: 'nothing gives way to what is below it',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      return runs
        .take(world)
        .filter((ended) => hasTaken(world, ended, tap))
        .map(({ cluster, run, before }) => `${cluster.name} broke ${before?.soundId} off for ${run.soundId}`)
    },
  }
}

function hasTaken(world: SimulatedWorld, { cluster, run, before }: EndedRun, tap: WireTap): boolean {
  if (!before || before.lifeFromAt !== run.lifeFromAt) return false
  if (run.trueFromAt - before.trueUntilAt > AT_ONCE_MS || before.soundId === run.soundId) return false
  if (!isBelow(tap, run, before) || wasOrdered(world, before)) return false
  if (emergencyOf(before.soundId)) return !isWhole(tap, before) && isActive(tap, before)
  const around = { fromAt: run.trueFromAt - REACHED_AFTER_MS, untilAt: run.trueFromAt }
  return isOnAir(tap, before) && isReachedThroughout(world, cluster.name, around)
}

function isBelow(tap: WireTap, run: HornRun, before: HornRun): boolean {
  const [level, levelBefore] = [levelOf(tap, run), levelOf(tap, before)]
  if (level !== VOICE || levelBefore !== VOICE) return level < levelBefore
  return !tap.session(voiceOf(run.soundId) ?? '').some(({ body }) => body.takesOver)
}

const PLANNED = 1
const VOICE = 2
const WARNING = 3

function levelOf(tap: WireTap, { soundId }: HornRun): number {
  if (emergencyOf(soundId)) return WARNING
  const voice = voiceOf(soundId)
  if (voice === undefined) return PLANNED
  return tap.session(voice).some(({ body }) => body.emergencyId !== null) ? WARNING : VOICE
}

function wasOrdered({ acts }: SimulatedWorld, { trueUntilAt }: HornRun): boolean {
  const fromAt = trueUntilAt - ORDERED_BEFORE_MS
  return acts.some(({ act, at }) => ENDING_ACTS.has(act.kind) && at >= fromAt && at <= trueUntilAt)
}

function isWhole(tap: WireTap, { soundId, fromAt, untilAt, fromMs }: HornRun): boolean {
  const emergency = emergencyOf(soundId)
  if (!emergency || emergency.repeat === 'closing') return true
  const body = tap
    .emergency(emergency.emergencyId)
    .find((one) => one.body.edition === emergency.edition)?.body
  return !body || fromMs + untilAt - fromAt >= soundingMsMax(body.sounds) - EDGE_MS
}

/** It was neither over nor replaced by a newer warning when it was broken off. */
function isActive(tap: WireTap, { soundId, trueUntilAt }: HornRun): boolean {
  const emergency = emergencyOf(soundId)
  const known = tap
    .emergency(emergency?.emergencyId ?? '')
    .filter(({ publishedAt }) => publishedAt <= trueUntilAt)
  return known.every(
    ({ body }) =>
      body.state === 'active' &&
      body.edition <= (emergency?.edition ?? 0) &&
      body.expiresAt > trueUntilAt + EXPIRY_TOLERANCE_MS,
  )
}

function isOnAir(tap: WireTap, { soundId, trueUntilAt }: HornRun): boolean {
  const known = tap.session(voiceOf(soundId) ?? '').filter(({ publishedAt }) => publishedAt <= trueUntilAt)
  return known.at(-1)?.body.state === 'onAir'
}
