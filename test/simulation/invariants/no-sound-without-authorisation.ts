import { CLOCK_TOLERANCE_MS, type ClusterId, emergencyOf, SECOND_MS } from '@tieng-lang/protocol'
import { isAddressed } from '../../../edge-agent/src/stores/emergencies/emergency-rules.ts'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { type EndedRun, NewRuns, voiceOf } from './observed/new-runs.ts'
import { allowsSound } from './observed/plan-reading.ts'
import { possiblyHeld, type WireTap } from './observed/wire-tap.ts'

/** What was armed before a newer plan came may still have begun so soon after it. */
const ARMED_BEFORE_MS = 2 * SECOND_MS

/**
 * Every run at the horn belongs to a plan that the server sealed for this cluster and that it can have held then, or to
 * an emergency or a live session that the server sealed for it, and of which it is not to be silent.
 */
export function noSoundWithoutAuthorisation(tap: WireTap): Invariant {
  const runs = new NewRuns()
  return {
    name: 'no sound without authorisation',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      return runs
        .take(world)
        .filter((ended) => !isAuthorised(world, ended, tap))
        .map(
          ({ cluster, run }) =>
            `${cluster.name} sounded ${run.soundId}, which nothing that it held allowed then`,
        )
    },
  }
}

function isAuthorised({ timeZone }: SimulatedWorld, { cluster, run }: EndedRun, tap: WireTap): boolean {
  const emergency = emergencyOf(run.soundId)
  if (emergency) return isSealed(tap, cluster.name, { ...emergency, at: run.trueFromAt })
  const voice = voiceOf(run.soundId)
  if (voice !== undefined) return isSpokenTo(tap, cluster.name, { sessionId: voice, at: run.trueFromAt })
  const { plans, planAcks } = tap.of(cluster.name)
  const at = run.trueFromAt
  const held = possiblyHeld(plans, planAcks, { fromAt: at - ARMED_BEFORE_MS, untilAt: at })
  const when = { at, timeZone, toleranceMs: CLOCK_TOLERANCE_MS }
  return held.some(({ body }) => allowsSound(body, run.soundId, when))
}

/** Some revision of that edition was for a place in which the cluster has stood. */
function isSealed(
  tap: WireTap,
  clusterId: ClusterId,
  { emergencyId, edition, at }: { emergencyId: string; edition: number; at: number },
): boolean {
  const paths = tap.of(clusterId).configs.map(({ body }) => body.areaPath)
  return tap.emergency(emergencyId).some(({ body, publishedAt }) => {
    const isMeant = paths.some((areaPath) => isAddressed(body, { clusterId, areaPath }))
    return publishedAt <= at && body.edition === edition && isMeant
  })
}

/** Some revision of that session was for a place in which the cluster has stood, and did not ask it to be silent. */
function isSpokenTo(
  tap: WireTap,
  clusterId: ClusterId,
  { sessionId, at }: { sessionId: string; at: number },
): boolean {
  const paths = tap.of(clusterId).configs.map(({ body }) => body.areaPath)
  return tap.session(sessionId).some(({ body, publishedAt }) => {
    const isMeant = paths.some((areaPath) => isAddressed(body, { clusterId, areaPath }))
    return publishedAt <= at && isMeant && !body.silenced.includes(clusterId)
  })
}
