import { type ClusterId, itemLengthMs } from '@tieng-lang/protocol'
import { partsOf } from './new-runs.ts'
import type { WireTap } from './wire-tap.ts'

/** How long a planned sound is, in ms, by the newest plan of the cluster that had it; +∞ where none had. */
export function plannedLengthMs(tap: WireTap, clusterId: ClusterId, soundId: string): number {
  const { programmeId, itemId } = partsOf(soundId)
  const isIt = (programme: { programmeId: string }) => programme.programmeId === programmeId
  for (const { body } of tap.of(clusterId).plans.toReversed()) {
    const item = body.programmes.find(isIt)?.playlist.find((each) => each.itemId === itemId)
    if (item) return itemLengthMs(item)
  }
  return Number.POSITIVE_INFINITY
}
