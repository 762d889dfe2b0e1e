import { LIVE_EXPIRY_MS_MAX, type LiveSession, SECOND_MS } from '@tieng-lang/protocol'
import type { SimulatedWorld } from '../../world.ts'
import type { Invariant } from '../invariant.ts'
import { type EndedRun, NewRuns, voiceOf } from '../observed/new-runs.ts'
import { isReachedThroughout, REACHED_AFTER_MS } from '../observed/reach.ts'
import type { Published, WireTap } from '../observed/wire-tap.ts'

/** What the output still held, a fade, and what is rounded. */
const EDGE_MS = 200
/** From the instant at which a cluster is there and the end lies at the broker. */
const TOLD_WITHIN_MS = 2 * SECOND_MS
/** A life that goes on with a voice waits for its session to come again, in silence, for so long. */
const RESTORED_MS = 10 * SECOND_MS
/** What was on its way for so long came all the same. */
const UNDERWAY_MS = 5 * SECOND_MS

/**
 * A live voice is silent when its session is not renewed, whatever stands between, and where the cluster is within reach
 * of its end within `TOLD_WITHIN_MS` (ms) of that; each time the session's own delay later, which is its tail.
 */
export function aVoiceEndsWithItsSession(tap: WireTap): Invariant {
  const runs = new NewRuns()
  return {
    name: 'a live voice ends with its session',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      return runs
        .take(world)
        .flatMap((ended) => complaintOf(world, ended, tap).map((what) => `${ended.cluster.name} ${what}`))
    },
  }
}

function complaintOf(world: SimulatedWorld, ended: EndedRun, tap: WireTap): string[] {
  const { soundId, trueFromAt, trueUntilAt } = ended.run
  const voice = voiceOf(soundId)
  const revisions = voice === undefined ? [] : tap.session(voice)
  const [first] = revisions
  if (!first || isWaitInSilence(ended, first.body)) return []
  const expiresAt = expiryOf(world, ended, revisions) ?? trueFromAt
  const tailMs = first.body.delayMs + EDGE_MS
  if (trueUntilAt > expiresAt + tailMs) return [`sounded ${soundId} after it had expired`]
  const over = revisions.find(({ body }) => body.state === 'ended')
  if (!over) return []
  const { name } = ended.cluster
  const comings = tap.of(name).presentAt.filter((at) => at > over.publishedAt && at < expiresAt)
  const isLate = [over.publishedAt, ...comings].some((at) => {
    const silentAt = at + TOLD_WITHIN_MS + tailMs
    const around = { fromAt: at - REACHED_AFTER_MS, untilAt: silentAt }
    return trueUntilAt > silentAt && isReachedThroughout(world, name, around)
  })
  return isLate ? [`sounded ${soundId} after its end`] : []
}

/** It was taken up by a new life, to which nothing of it has come. */
function isWaitInSilence({ cluster, run }: EndedRun, { ssrc }: LiveSession): boolean {
  const { lifeFromAt, trueFromAt, trueUntilAt } = run
  const isShort = trueUntilAt - trueFromAt <= RESTORED_MS + EDGE_MS
  return isShort && !cluster.arrivals.hasCome(ssrc, { fromAt: lifeFromAt, untilAt: trueUntilAt })
}

/**
 * Until when it counted by the last document that can have come, or undefined for none: by a clock that is right until
 * that says so, by any other for a minute from when it came.
 */
function expiryOf(
  world: SimulatedWorld,
  ended: EndedRun,
  revisions: readonly Published<LiveSession>[],
): number | undefined {
  const renewed = revisions.findLast(
    ({ body, publishedAt }) => body.state === 'onAir' && mayHaveCome(world, ended, publishedAt),
  )
  if (!renewed) return undefined
  const isClockRight = !world.faults.some(
    ({ fault: { kind }, clusterIds, fromAt }) =>
      (kind === 'clockStep' || kind === 'clockDrift') &&
      clusterIds.includes(ended.cluster.name) &&
      fromAt <= ended.run.trueUntilAt,
  )
  return isClockRight ? renewed.body.expiresAt : renewed.publishedAt + UNDERWAY_MS + LIVE_EXPIRY_MS_MAX
}

/** Whether what was published then had a way to the cluster before the run was over. */
function mayHaveCome({ faults }: SimulatedWorld, { cluster, run }: EndedRun, publishedAt: number): boolean {
  if (publishedAt > run.trueUntilAt) return false
  return !faults.some(
    ({ fault, clusterIds, fromAt, untilAt }) =>
      fault.kind === 'partition' &&
      fault.directions.includes('down') &&
      clusterIds.includes(cluster.name) &&
      fromAt <= publishedAt &&
      untilAt >= run.trueUntilAt,
  )
}
