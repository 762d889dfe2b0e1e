import { type ClusterId, type LiveSession, SECOND_MS } from '@tieng-lang/protocol'
import { isAddressed } from '../../../../edge-agent/src/stores/emergencies/emergency-rules.ts'
import type { SimulatedWorld } from '../../world.ts'
import type { Invariant } from '../invariant.ts'
import { voiceOf } from '../observed/new-runs.ts'
import { isReachedThroughout, REACHED_AFTER_MS } from '../observed/reach.ts'
import { recordsOf } from '../observed/stored-records.ts'
import { type Published, possiblyHeld, type WireTap } from '../observed/wire-tap.ts'

/** Who has spoken for less may not have come through anywhere. */
const SPOKEN_MS_MIN = 5 * SECOND_MS

/**
 * Once all is quiet: every cluster that a voice was meant for, and that nothing stood in the way to while it was on air,
 * has a record of it: how much was heard, or what stood above it.
 */
export function everyVoiceIsHeardOrAccountedFor(tap: WireTap): Invariant {
  return {
    name: 'every live voice is heard or accounted for',
    when: 'onceQuiet',
    check(world) {
      tap.listen(world)
      return world.acts.flatMap(({ sessionId }) => {
        if (sessionId === undefined) return []
        const revisions = tap.session(sessionId)
        return world.clusters
          .filter(({ name }) => wasToHear(world, { clusterId: name, revisions, tap }))
          .filter(({ name }) => !isAccountedFor(world, name, sessionId))
          .map(({ name }) => `${name} neither sounded ${sessionId} nor says what stood above it`)
      })
    },
  }
}

/** That nothing of it came is no answer where nothing stood between. */
function isAccountedFor(world: SimulatedWorld, clusterId: ClusterId, sessionId: string): boolean {
  return recordsOf(world, clusterId).some(
    ({ occurrenceId, reason }) => voiceOf(occurrenceId) === sessionId && reason !== 'audioMissing',
  )
}

function wasToHear(
  world: SimulatedWorld,
  about: { clusterId: ClusterId; revisions: readonly Published<LiveSession>[]; tap: WireTap },
): boolean {
  const { clusterId, revisions, tap } = about
  const [first] = revisions
  const ended = revisions.find(({ body }) => body.state === 'ended')
  if (!first || !ended || ended.publishedAt - first.publishedAt < SPOKEN_MS_MIN) return false
  const span = { fromAt: first.publishedAt, untilAt: ended.publishedAt }
  const { configs, configAcks } = tap.of(clusterId)
  const isMeant = possiblyHeld(configs, configAcks, span).every(({ body: { areaPath } }) =>
    isAddressed(first.body, { clusterId, areaPath }),
  )
  const around = { fromAt: span.fromAt - REACHED_AFTER_MS, untilAt: span.untilAt + SPOKEN_MS_MIN }
  return isMeant && !first.body.silenced.includes(clusterId) && isReachedThroughout(world, clusterId, around)
}
