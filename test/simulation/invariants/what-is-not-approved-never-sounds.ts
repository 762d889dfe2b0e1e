import { emergencyOf } from '@tieng-lang/protocol'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { NewRuns, partsOf, voiceOf } from './observed/new-runs.ts'
import type { PeopleLedger } from './observed/people-ledger.ts'

/**
 * What sounds was approved by a person before it began: its programme with this item, and the item's bulletin. A live voice
 * nobody approves; then a person has begun to speak before.
 */
export function whatIsNotApprovedNeverSounds(people: PeopleLedger): Invariant {
  const runs = new NewRuns()
  return {
    name: 'what is not approved never sounds',
    when: 'eachStep',
    check(world) {
      people.read(world)
      return runs
        .take(world)
        .filter(
          ({ run: { soundId, trueFromAt } }) =>
            !emergencyOf(soundId) &&
            !hasSpokenBefore(world, soundId, trueFromAt) &&
            !wasApprovedBefore(people, soundId, trueFromAt),
        )
        .map(({ cluster, run }) => `${cluster.name} sounded ${run.soundId}, which nobody had approved`)
    },
  }
}

function hasSpokenBefore({ acts }: SimulatedWorld, soundId: string, before: number): boolean {
  const voice = voiceOf(soundId)
  return voice !== undefined && acts.some(({ sessionId, at }) => sessionId === voice && at <= before)
}

function wasApprovedBefore(people: PeopleLedger, soundId: string, at: number): boolean {
  const { programmeId, itemId } = partsOf(soundId)
  return people
    .standingsOf(programmeId)
    .filter((standing) => standing.at <= at)
    .flatMap(({ versions }) => versions.flatMap(({ definition }) => definition.playlist))
    .some(
      (item) =>
        item.itemId === itemId &&
        ('relay' in item ||
          people
            .bulletinStandings(item.bulletinId)
            .some(({ at: saidAt, isApproved }) => isApproved && saidAt <= at)),
    )
}
