import { SECOND_MS } from '@tieng-lang/protocol'
import { PACKET_EVERY_MS } from '../../play/microphone.ts'
import type { SimulatedWorld } from '../../world.ts'
import type { Invariant } from '../invariant.ts'
import { type EndedRun, NewRuns, voiceOf } from '../observed/new-runs.ts'
import { isReachedThroughout, REACHED_AFTER_MS } from '../observed/reach.ts'
import type { WireTap } from '../observed/wire-tap.ts'

/** What a packet may be late by. */
const LATE_MS_MAX = 2 * SECOND_MS

/**
 * While somebody speaks and nothing stands between, every packet comes to each cluster that sounds the voice. (A horn that
 * counts reads no samples: whether it had anything to sound is seen by what came.)
 */
export function aVoiceComesWithoutHoles(tap: WireTap): Invariant {
  const runs = new NewRuns()
  return {
    name: 'a live voice comes without holes',
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

function hasHole(world: SimulatedWorld, { cluster, run }: EndedRun, tap: WireTap): boolean {
  const voice = voiceOf(run.soundId)
  const spoken = voice === undefined ? undefined : world.acts.find(({ sessionId }) => sessionId === voice)
  const revisions = voice === undefined ? [] : tap.session(voice)
  const [first] = revisions
  if (spoken?.act.kind !== 'speak' || !first) return false
  const { ending, forMs } = spoken.act
  const over = revisions.find(({ body }) => body.state === 'ended')
  const spokenUntil = ending === 'lost' ? spoken.at + forMs : Number.POSITIVE_INFINITY
  const untilAt = Math.min(run.trueUntilAt, spokenUntil, over?.publishedAt ?? Number.POSITIVE_INFINITY)
  const around = { fromAt: run.trueFromAt - REACHED_AFTER_MS, untilAt: run.trueUntilAt }
  if (!isReachedThroughout(world, cluster.name, around)) return false
  return (
    cluster.arrivals.gapMsMax(first.body.ssrc, { fromAt: run.trueFromAt, untilAt }) >
    PACKET_EVERY_MS + LATE_MS_MAX
  )
}
