import { DAY_MS } from '@tieng-lang/protocol'
import { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import { faultsOf, faultsOnAir } from './faults.ts'
import { peopleOf } from './people.ts'
import { clusterIdsOf } from './places.ts'
import type { Story } from './story.ts'

export interface StorySize {
  days: number
  clusters: number
}

/** The story of a seed: what people do and what breaks, in the order of time. */
export function makeStory(seed: string, { days, clusters }: StorySize): Story {
  const chance = new SeededChance(seed)
  const clusterIds = clusterIdsOf(clusters)
  const people = peopleOf(chance.fork('people'), { days, clusterIds })
  const faults = faultsOf(chance.fork('faults'), { days, clusterIds })
  const onAir = faultsOnAir(chance.fork('faults on air'), people, clusterIds)
  // A stable sort: what stands first at the same instant comes first.
  const events = [...people, ...faults, ...onAir]
    .filter(({ afterMs }) => afterMs < days * DAY_MS)
    .sort((one, other) => one.afterMs - other.afterMs)
  return { seed, days, clusterIds, events }
}
