import { itemBulletinId } from '@tieng-lang/protocol'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { type EndedRun, NewRuns, partsOf } from './observed/new-runs.ts'
import type { PeopleLedger } from './observed/people-ledger.ts'
import { reaches, standpointAt } from './observed/places.ts'
import { couldBeReached } from './observed/reach.ts'
import type { WireTap } from './observed/wire-tap.ts'

interface Observers {
  tap: WireTap
  people: PeopleLedger
}

/**
 * What was removed, withdrawn, returned or changed away, and what is meant for another place than the cluster now stands
 * in, does not sound on a cluster that could be reached since (for `REACHED_AFTER_MS`, in ms, on end).
 */
export function whatIsTakenBackFallsSilent(observers: Observers): Invariant {
  const runs = new NewRuns()
  return {
    name: 'what is taken back falls silent',
    when: 'eachStep',
    check(world) {
      observers.tap.listen(world)
      observers.people.read(world)
      return runs
        .take(world)
        .filter((ended) => soundedOn(world, ended, observers))
        .map(({ cluster, run }) => `${cluster.name} sounded ${run.soundId} after it was taken back`)
    },
  }
}

/** From the first instant since which it was never allowed again to the end of the run. */
function soundedOn(world: SimulatedWorld, { cluster, run }: EndedRun, observers: Observers): boolean {
  const untilAt = run.trueUntilAt
  const changes = changesOf(run.soundId, cluster.name, observers).filter((at) => at <= untilAt)
  const last = changes.findLastIndex((at) => isAllowedAt(at, { soundId: run.soundId, ...observers, cluster }))
  const takenBackAt = changes[last + 1]
  // What never was allowed is the business of another invariant.
  if (last === -1 || takenBackAt === undefined) return false
  return couldBeReached(world, cluster.name, { fromAt: takenBackAt, untilAt })
}

/** The instants (true time) at which it may have become another matter whether this sounds here, in order. */
function changesOf(soundId: string, clusterId: string, { tap, people }: Observers): number[] {
  const standings = people.standingsOf(partsOf(soundId).programmeId)
  const playlists = standings.flatMap(({ versions }) => versions.map(({ definition }) => definition.playlist))
  const bulletinIds = new Set(playlists.flat().flatMap((item) => itemBulletinId(item) ?? []))
  const instants = [
    ...standings.map(({ at }) => at),
    ...[...bulletinIds].flatMap((id) => people.bulletinStandings(id).map(({ at }) => at)),
    ...tap.of(clusterId).configs.map(({ publishedAt }) => publishedAt),
  ]
  return instants.sort((one, other) => one - other)
}

function isAllowedAt(
  at: number,
  { soundId, cluster, tap, people }: Observers & { soundId: string; cluster: { name: string } },
): boolean {
  const { programmeId, itemId } = partsOf(soundId)
  const standpoint = standpointAt(tap, cluster.name, at)
  const standing = people.standingsOf(programmeId).findLast((each) => each.at <= at)
  return (standing?.versions ?? []).some(
    ({ definition, targets }) =>
      (!standpoint || reaches(targets, standpoint)) &&
      definition.playlist.some(
        (item) => item.itemId === itemId && ('relay' in item || people.isSaidAt(item.bulletinId, at)),
      ),
  )
}
