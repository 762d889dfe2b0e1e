import { type LiveSession, SECOND_MS } from '@tieng-lang/protocol'
import type { VirtualCluster } from '../../../../hardware-sim/src/virtual/index.ts'
import { PACKET_EVERY_MS } from '../../play/microphone.ts'
import type { SimulatedWorld } from '../../world.ts'
import type { Invariant } from '../invariant.ts'
import { type EndedRun, NewRuns, voiceOf } from '../observed/new-runs.ts'
import { isReachedThroughout, REACHED_AFTER_MS } from '../observed/reach.ts'
import type { WireTap } from '../observed/wire-tap.ts'

/** What a packet may be late by, and what a path needs to open. */
const LATE_MS_MAX = 2 * SECOND_MS

/**
 * While nothing stands between, every packet of a voice comes to each cluster that sounds it; and of a relay, which may
 * fall silent by itself, whatever comes to any. (A horn that counts reads no samples: whether it had anything to sound is
 * seen by what came.)
 */
export function whatIsLiveComesWithoutHoles(tap: WireTap): Invariant {
  const runs = new NewRuns()
  return {
    name: 'what is live comes without holes',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      return runs
        .take(world)
        .filter((ended) => hasHole(world, ended, tap))
        .map(({ cluster, run }) => `${cluster.name} sounded nothing as ${run.soundId} for a while`)
    },
  }
}

function hasHole(world: SimulatedWorld, ended: EndedRun, tap: WireTap): boolean {
  const { cluster, run } = ended
  const sessions = tap.sessionsOf(run.soundId)
  if (sessions.length === 0) return false
  const around = { fromAt: run.trueFromAt - REACHED_AFTER_MS, untilAt: run.trueUntilAt }
  if (!isReachedThroughout(world, cluster.name, around)) return false
  if (voiceOf(run.soundId) !== undefined) return hasVoiceHole(world, ended, tap)
  return sessions.some(({ ssrc }) => lacksOf(world.clusters, ended, ssrc))
}

function hasVoiceHole({ acts }: SimulatedWorld, { cluster, run }: EndedRun, tap: WireTap): boolean {
  const voice = voiceOf(run.soundId) ?? ''
  const spoken = acts.find(({ sessionId }) => sessionId === voice)
  const [first, ...others] = tap.session(voice)
  if (spoken?.act.kind !== 'speak' || !first) return false
  const { ending, forMs } = spoken.act
  const over = others.find(({ body }) => body.state === 'ended')
  const spokenUntil = ending === 'lost' ? spoken.at + forMs : Number.POSITIVE_INFINITY
  const untilAt = Math.min(run.trueUntilAt, spokenUntil, over?.publishedAt ?? Number.POSITIVE_INFINITY)
  const gapMs = cluster.arrivals.gapMsMax(first.body.ssrc, { fromAt: run.trueFromAt, untilAt })
  return gapMs > PACKET_EVERY_MS + LATE_MS_MAX
}

/** Something of the stream has come to another cluster meanwhile, and not to this one. */
function lacksOf(
  clusters: readonly VirtualCluster[],
  { cluster, run }: EndedRun,
  ssrc: LiveSession['ssrc'],
): boolean {
  const sounded = { fromAt: run.trueFromAt + LATE_MS_MAX, untilAt: run.trueUntilAt - LATE_MS_MAX }
  return clusters
    .filter((other) => other !== cluster)
    .flatMap((other) => other.arrivals.stretches(ssrc))
    .filter(({ fromAt }) => fromAt >= sounded.fromAt && fromAt <= sounded.untilAt)
    .some(
      ({ fromAt, untilAt }) =>
        !cluster.arrivals.hasCome(ssrc, { fromAt: fromAt - LATE_MS_MAX, untilAt: untilAt + LATE_MS_MAX }),
    )
}
