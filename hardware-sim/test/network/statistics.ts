import { LinkDirection } from '../../src/network/model/link-direction.ts'
import type { DirectionProfile } from '../../src/network/profiles.ts'
import { SeededChance } from '../../src/virtual/seeded-chance.ts'

export const RETRANSMIT_MS = 200

export function direction(profile: DirectionProfile, seed: string): LinkDirection {
  const made = new LinkDirection(new SeededChance(seed))
  made.use(profile, RETRANSMIT_MS)
  return made
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function sigma(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
}

/** How long each datagram took, `everyMs` apart; undefined for the lost. */
export function delays(
  link: LinkDirection,
  { count, everyMs, sizeBytes = 200 }: { count: number; everyMs: number; sizeBytes?: number },
): (number | undefined)[] {
  return Array.from({ length: count }, (_, index) => {
    const [arrivalMs] = link.datagram(index * everyMs, sizeBytes)
    return arrivalMs === undefined ? undefined : arrivalMs - index * everyMs
  })
}

export function arrived(all: readonly (number | undefined)[]): number[] {
  return all.filter((delay) => delay !== undefined)
}

/** How many in a row were lost, for each time that any was. */
export function lossBursts(all: readonly (number | undefined)[]): number[] {
  const bursts: number[] = []
  all.forEach((delay, index) => {
    if (delay !== undefined) return
    if (index > 0 && all[index - 1] === undefined) bursts[bursts.length - 1] = (bursts.at(-1) ?? 0) + 1
    else bursts.push(1)
  })
  return bursts
}
