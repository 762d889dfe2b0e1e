import type { FleetCluster, ListeningSummary } from '@tieng-lang/hardware-sim'

/** A stored file as it was to be heard: again at each instant (Unix ms). */
export interface PlannedAudio {
  url: string
  dueAts: number[]
}

/** To one half of the village: raise your boards and agents; and, when all is over, stop and listen to what was heard. */
export type HalfOrder =
  | { kind: 'start'; serverUrl: string; dataDir: string; clusters: FleetCluster[] }
  | { kind: 'finish'; audios: PlannedAudio[] }

/** One sound at one horn. */
export interface JudgedSound {
  cluster: string
  dueAt: number
  /** True instant of its first judged window against the plan, without sign. */
  startErrorMs: number
  summary: ListeningSummary
}

export interface HalfJudgement {
  sounds: JudgedSound[]
  /** Of all cards: nothing was there to play although a sound was playing. */
  underruns: number
  /** The longest for which this process' event loop did not turn: what a busy machine does to agents and cards. */
  loopBlockedMsMax: number
}

export type HalfReport =
  | { kind: 'started' }
  | { kind: 'finished'; judgement: HalfJudgement }
  | { kind: 'failed'; reason: string }
