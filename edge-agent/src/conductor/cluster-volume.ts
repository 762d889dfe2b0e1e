import type { Clock, ClusterConfig, Priority } from '@tieng-lang/protocol'
import { volumeAt } from '@tieng-lang/scheduler'

/** What of a sound its volume depends on. */
export interface VolumeOfSound {
  priority: Priority
  /** In place of the cluster's own; null where the cluster decides. */
  volumePercent: number | null
}

/**
 * The volume of a sound that begins now, 0-100. A command's volume holds until the next one, or until another setting
 * comes; an emergency has its own, and nothing is above the hard cap.
 */
export function clusterVolume(
  { volumePercent, priority }: VolumeOfSound,
  {
    config,
    commandedPercent,
    clock,
  }: { config: ClusterConfig; commandedPercent: number | null; clock: Clock },
): number {
  const { volume, timeZone } = config
  if (commandedPercent !== null && priority !== 'emergency') {
    return Math.min(commandedPercent, volume.hardCapPercent)
  }
  return volumeAt(volume, clock.now(), { timeZone, priority, programmePercent: volumePercent })
}
