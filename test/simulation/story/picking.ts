import type { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'

export function pick<T>(chance: SeededChance, values: readonly T[]): T {
  const value = values[Math.floor(chance.next() * values.length)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

/** One of these, each as likely as its weight says. */
export function pickWeighted<T>(chance: SeededChance, values: readonly (readonly [number, T])[]): T {
  let left = chance.next() * values.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, value] of values) {
    left -= weight
    if (left < 0) return value
  }
  return pick(chance, values)[1]
}

/** A whole number of milliseconds, most of them short, a few up to the longest. */
export function shortMs(chance: SeededChance, msMin: number, msMax: number): number {
  return Math.round(msMin + chance.next() ** 3 * (msMax - msMin))
}

/** Instants between 0 and `untilMs`, about so many in `everyMs`, in order. */
export function instantsMs(
  chance: SeededChance,
  { count, everyMs, untilMs }: { count: number; everyMs: number; untilMs: number },
): number[] {
  const meanMs = everyMs / count
  const found: number[] = []
  for (let at = chance.next() * 2 * meanMs; at < untilMs; at += chance.next() * 2 * meanMs)
    found.push(Math.round(at))
  return found
}
