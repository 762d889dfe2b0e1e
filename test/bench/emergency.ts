import { measureEmergency } from './emergency/measure.ts'

const FULL_USUAL = 200
const FULL_AMONG_MANY = 50
const CLUSTERS_MAX = 5_000

/**
 * From the request to raise an emergency to the sound out of every horn, over 4G. `--clusters N` (above 200): 50 whole
 * agents, and the others with the counted output.
 */
export async function run(args: readonly string[] = []): Promise<Record<string, unknown>> {
  const clusters = clustersOf(args)
  return measureEmergency(
    clusters <= FULL_USUAL
      ? { full: clusters, counted: 0 }
      : { full: FULL_AMONG_MANY, counted: clusters - FULL_AMONG_MANY },
  )
}

function clustersOf(args: readonly string[]): number {
  const [flag, value] = args
  if (flag === undefined) return FULL_USUAL
  const clusters = Number(value)
  if (flag === '--clusters' && Number.isInteger(clusters) && clusters > 0 && clusters <= CLUSTERS_MAX)
    return clusters
  throw new Error(`${args.join(' ')}: only --clusters 1 to ${CLUSTERS_MAX} is known`)
}
