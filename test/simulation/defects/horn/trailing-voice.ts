import { SECOND_MS } from '@tieng-lang/protocol'
import { voiceOf } from '../../invariants/observed/new-runs.ts'
import type { Defect } from '../defect.ts'
import { spoilRuns } from './spoilt-runs.ts'

const TRAIL_MS = SECOND_MS

/** A live voice goes on for a moment, when what it has interrupted sounds again. */
export const TRAILING_VOICE: Defect = {
  name: 'a horn on which a live voice trails into what follows it',
  foundBy: 'never two sounds on a cluster',
  cluster: (cluster) =>
    spoilRuns(cluster, (run) => [
      voiceOf(run.soundId) === undefined
        ? run
        : { ...run, untilAt: run.untilAt + TRAIL_MS, trueUntilAt: run.trueUntilAt + TRAIL_MS },
    ]),
}
