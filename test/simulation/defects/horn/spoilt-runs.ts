import type { HornRun, VirtualCluster } from '../../../../hardware-sim/src/virtual/index.ts'

/** The horn sounds something else than what was handed to it. */
export function spoilRuns({ runs }: VirtualCluster, spoil: (run: HornRun) => HornRun[]): void {
  const push = runs.push.bind(runs)
  runs.push = (...given) => push(...given.flatMap(spoil))
}
