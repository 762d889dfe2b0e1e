import { type ClusterId, type Emergency, emergencyOf, MINUTE_MS } from '@tieng-lang/protocol'
import { isAddressed } from '../../../edge-agent/src/stores/emergencies/emergency-rules.ts'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { couldBeReached } from './observed/reach.ts'
import { recordsOf } from './observed/stored-records.ts'
import { type Published, possiblyHeld, type WireTap } from './observed/wire-tap.ts'

/** A cluster judges an expiry by its own clock, which may be wrong by so much. */
const EXPIRY_TOLERANCE_MS = MINUTE_MS

/**
 * Once all is quiet: every cluster that an emergency was meant for, and that could be reached while it was active, has
 * sounded it or has a record that says why it did not.
 */
export function everyEmergencyIsHeardOrAccountedFor(tap: WireTap): Invariant {
  return {
    name: 'every emergency is heard or accounted for',
    when: 'onceQuiet',
    check(world) {
      tap.listen(world)
      return world.acts.flatMap(({ act, outcome }) => {
        if (act.kind !== 'raiseEmergency' || outcome !== 'done') return []
        const revisions = tap.emergency(act.emergencyId)
        return world.clusters
          .filter(({ name }) => wasToHear(world, { clusterId: name, revisions, tap }))
          .filter(({ name }) => !isAccountedFor(world, name, act.emergencyId))
          .map(({ name }) => `${name} neither sounded ${act.emergencyId} nor says why`)
      })
    },
  }
}

function wasToHear(
  world: SimulatedWorld,
  about: { clusterId: ClusterId; revisions: readonly Published<Emergency>[]; tap: WireTap },
): boolean {
  const { clusterId, revisions, tap } = about
  const [first] = revisions
  if (first?.body.state !== 'active') return false
  const ended = revisions.find(({ body }) => body.state !== 'active')
  const expiresAt = Math.min(...revisions.map(({ body }) => body.expiresAt)) - EXPIRY_TOLERANCE_MS
  const span = { fromAt: first.publishedAt, untilAt: Math.min(ended?.publishedAt ?? expiresAt, expiresAt) }
  const { configs, configAcks } = tap.of(clusterId)
  const held = possiblyHeld(configs, configAcks, span)
  const isMeant = revisions.every(({ body }) =>
    held.every(({ body: { areaPath } }) => isAddressed(body, { clusterId, areaPath })),
  )
  return isMeant && couldBeReached(world, clusterId, span)
}

function isAccountedFor(world: SimulatedWorld, clusterId: ClusterId, emergencyId: string): boolean {
  return recordsOf(world, clusterId).some(
    ({ occurrenceId }) => emergencyOf(occurrenceId)?.emergencyId === emergencyId,
  )
}
