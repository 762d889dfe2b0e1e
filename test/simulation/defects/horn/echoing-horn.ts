import type { HornRun } from '../../../../hardware-sim/src/virtual/index.ts'
import type { Defect } from '../defect.ts'
import { spoilRuns } from './spoilt-runs.ts'

const ECHO_MS = 500

/** A second amplifier on the same pole sounds everything half a second later. */
export const ECHOING_HORN: Defect = {
  name: 'a horn that sounds everything twice, the second time while the first still sounds',
  foundBy: 'never two sounds on a cluster',
  alsoFoundBy: ['nothing sounds twice'],
  cluster: (cluster) => spoilRuns(cluster, (run) => [run, echoOf(run)]),
}

function echoOf(run: HornRun): HornRun {
  return {
    ...run,
    fromAt: run.fromAt + ECHO_MS,
    untilAt: run.untilAt + ECHO_MS,
    trueFromAt: run.trueFromAt + ECHO_MS,
    trueUntilAt: run.trueUntilAt + ECHO_MS,
  }
}
