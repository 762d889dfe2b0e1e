import type { Clock, Steps } from '@tieng-lang/protocol'
import type { LiveReceivers } from '../live/live-receivers.ts'
import type { Tuner } from '../tuner/tuner.ts'
import type { AmplifierPower } from './amplifier-power.ts'
import type { ConductorMemory } from './conductor-memory.ts'
import type { Player } from './player.ts'
import type { ReadyMedia } from './ready-media.ts'
import type { EvidenceWatch } from './records/evidence-watch.ts'
import type { Sounding } from './records/horn-events.ts'
import type { RecordKeeper } from './records/record-keeper.ts'

/** What the conductor conducts. */
export interface ConductorParts {
  clock: Clock
  player: Player
  amplifier: AmplifierPower
  media: ReadyMedia
  receivers: LiveReceivers
  tuner: Tuner
  memory: ConductorMemory
  records: RecordKeeper
  evidence: EvidenceWatch
  warmUpMs: () => number
  isClockTrusted: () => boolean
  /** Whether a recording is on the cluster's disk. */
  hasAudio: (sha256: string) => boolean
  /** Something at the horn began or ended. */
  onSounding: (event: Sounding) => void
  onRestart: () => void
  /** An emergency waits for the server's time, two seconds at most. */
  onTimeWanted: () => void
  steps: Steps
}
