import { LIVE_EXPIRY_MS_MAX, SECOND_MS } from '@tieng-lang/protocol'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { type EndedRun, NewRuns, voiceOf } from './observed/new-runs.ts'
import { isReachedThroughout, REACHED_AFTER_MS } from './observed/reach.ts'
import type { WireTap } from './observed/wire-tap.ts'

/** The session's delay, what is missing of its tail, and what the output still held. */
const TAIL_MS = 4 * SECOND_MS
/** From the instant at which a cluster is there and the end lies at the broker. */
const SILENT_WITHIN_MS = 5 * SECOND_MS + TAIL_MS
/** A life that goes on with a voice waits in silence for its session to come again, for so long. */
const RESTORED_MS = 10 * SECOND_MS
/** What was on its way for so long came all the same, and counts from then on where a clock is not trusted. */
const UNDERWAY_MS = 5 * SECOND_MS

/**
 * A live voice is silent at the latest when its session is not renewed for `LIVE_EXPIRY_MS_MAX` (ms), whatever stands
 * between, and within `SILENT_WITHIN_MS` (ms) of its end where the cluster is within reach of that.
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

function complaintOf(world: SimulatedWorld, { cluster, run }: EndedRun, tap: WireTap): string[] {
  const voice = voiceOf(run.soundId)
  if (voice === undefined) return []
  const revisions = tap.session(voice)
  const renewed = revisions.findLast(
    ({ body, publishedAt }) => body.state === 'onAir' && mayHaveCome(world, { cluster, run, publishedAt }),
  )
  const expiresAt = (renewed?.publishedAt ?? run.trueFromAt) + LIVE_EXPIRY_MS_MAX
  const isLong = run.trueUntilAt - run.trueFromAt > RESTORED_MS + TAIL_MS
  if (isLong && run.trueUntilAt > expiresAt + UNDERWAY_MS + TAIL_MS)
    return [`sounded ${run.soundId} after it had expired`]
  const ended = revisions.find(({ body }) => body.state === 'ended')
  if (!ended) return []
  const instants = [
    ended.publishedAt,
    ...tap.of(cluster.name).presentAt.filter((at) => at > ended.publishedAt && at < expiresAt),
  ]
  const isLate = instants.some((at) => {
    const silentAt = at + SILENT_WITHIN_MS
    const around = { fromAt: at - REACHED_AFTER_MS, untilAt: silentAt }
    return run.trueUntilAt > silentAt && isReachedThroughout(world, cluster.name, around)
  })
  return isLate ? [`sounded ${run.soundId} after its end`] : []
}

/** Whether what was published then had a way to the cluster before the run was over. */
function mayHaveCome(
  { faults }: SimulatedWorld,
  { cluster, run, publishedAt }: Pick<EndedRun, 'cluster' | 'run'> & { publishedAt: number },
): boolean {
  return !faults.some(
    ({ fault, clusterIds, fromAt, untilAt }) =>
      fault.kind === 'partition' &&
      fault.directions.includes('down') &&
      clusterIds.includes(cluster.name) &&
      fromAt <= publishedAt &&
      untilAt >= run.trueUntilAt,
  )
}
