import type { FleetCluster, FleetNetwork } from '@tieng-lang/hardware-sim'
import type { LoopFinding } from '../village-half/serve-half.ts'
import { VillageHalf } from '../village-half/village-half.ts'

/** The boards and agents of one half, each behind a network of its own. */
export interface LiveHalfStart {
  serverUrl: string
  dataDir: string
  network: Omit<FleetNetwork, 'profile'>
  profile: string
  clusters: FleetCluster[]
}

/** What was said, and by when (Unix ms) its first sample was to be heard; while the session is still on air. */
export interface LiveHalfFinish {
  sessionId: string
  speechOgg: string
  capturedAt: number
  delayMs: number
}

/** One cluster: what became of the stream, and how much later than captured each stretch of speech left the horn. */
export interface HeardVoice {
  cluster: string
  gapMsMax: number
  concealedMs: number
  restoredMs: number
  playedMs: number
  latePackets: number
  microphoneToHornMs: number[]
  /** Stretches that could not be told by their sound. */
  unknownStretches: number
  underruns: number
}

export interface LiveHalfHeard {
  voices: HeardVoice[]
}

export type LiveHalf = VillageHalf<LiveHalfStart, LiveHalfFinish, LiveHalfHeard & LoopFinding>

/** Resolves when every board stands and every agent is enrolled and at work. */
export function startLiveHalf(start: LiveHalfStart): Promise<LiveHalf> {
  return VillageHalf.start(new URL('./half-process.ts', import.meta.url), start)
}
