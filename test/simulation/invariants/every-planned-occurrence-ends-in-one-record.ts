import type { VirtualCluster } from '../../../hardware-sim/src/virtual/index.ts'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import { plannedForSure } from './observed/planned-for-sure.ts'
import { recordsOf, refusedRecordsOf } from './observed/stored-records.ts'
import type { WireTap } from './observed/wire-tap.ts'

/** So many are named. */
const NAMED_MAX = 3

/**
 * Once the network is back and has come to rest, every planned occurrence has exactly one record at the server, what the
 * cluster never held closed by the server itself; and no record of a cluster was refused.
 */
export function everyPlannedOccurrenceEndsInOneRecord(tap: WireTap): Invariant {
  return {
    name: 'every planned occurrence ends in one record',
    when: 'onceQuiet',
    check(world) {
      tap.listen(world)
      return world.clusters.flatMap((cluster) => [
        ...unlikeOne(world, cluster, tap),
        ...refusedRecordsOf(world, cluster.name).map(
          ({ code, detail }) => `a record of ${cluster.name} was refused: ${code}, ${detail}`,
        ),
      ])
    },
  }
}

function unlikeOne(world: SimulatedWorld, { name, runs }: VirtualCluster, tap: WireTap): string[] {
  const counts = new Map<string, number>()
  for (const { occurrenceId } of recordsOf(world, name))
    counts.set(occurrenceId, (counts.get(occurrenceId) ?? 0) + 1)
  const heard = new Set(runs.map(({ soundId }) => soundId))
  const missing = [...plannedForSure(world, tap, name)].filter((occurrenceId) => !counts.has(occurrenceId))
  const unrecorded = [...heard].filter((soundId) => !counts.has(soundId))
  const twice = [...counts].filter(([, count]) => count > 1).map(([occurrenceId]) => occurrenceId)
  return [
    ...told(missing, `planned for ${name} and in no record`),
    ...told(unrecorded, `heard at ${name} and in no record`),
    ...told(twice, `in two records of ${name}`),
  ]
}

function told(occurrenceIds: readonly string[], what: string): string[] {
  const [...named] = occurrenceIds.slice(0, NAMED_MAX)
  if (named.length === 0) return []
  const more = occurrenceIds.length - named.length
  return [`${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${what}`]
}
