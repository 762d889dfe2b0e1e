import { SECOND_MS } from '@tieng-lang/protocol'
import type { HornRun } from '../../../../hardware-sim/src/virtual/index.ts'
import type { Defect } from '../defect.ts'
import { spoilRuns } from './spoilt-runs.ts'

const SILENT_MS = 10 * SECOND_MS

/**
 * A horn that goes silent ten seconds before the end of each warning and each live voice, which neither board nor agent
 * notices. (What is planned would seem to go on at another place than where it was broken off.)
 */
export const FALLING_SILENT_HORN: Defect = {
  name: 'a horn that falls silent before the end, and records that say it was all heard',
  foundBy: 'a record says what the horn did',
  cluster: (cluster) =>
    spoilRuns(cluster, (run) => [
      isPlanned(run)
        ? run
        : { ...run, untilAt: run.untilAt - SILENT_MS, trueUntilAt: run.trueUntilAt - SILENT_MS },
    ]),
}

/** Its name has a slot in it. */
function isPlanned({ soundId }: HornRun): boolean {
  return soundId.includes('@')
}
