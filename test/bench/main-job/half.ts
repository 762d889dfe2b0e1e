import type { FleetCluster, ListeningSummary } from '@tieng-lang/hardware-sim'
import type { LoopFinding } from '../village-half/serve-half.ts'
import { VillageHalf } from '../village-half/village-half.ts'

/** A stored file as it was to be heard: again at each instant (Unix ms). */
export interface PlannedAudio {
  url: string
  dueAts: number[]
}

/** The boards and agents of one half. */
export interface HalfStart {
  serverUrl: string
  dataDir: string
  clusters: FleetCluster[]
}

/** What the horns gave is compared with these. */
export interface HalfFinish {
  audios: PlannedAudio[]
}

/** One sound at one horn. */
export interface JudgedSound {
  cluster: string
  dueAt: number
  /** True instant of its first judged window against the plan, without sign. */
  startErrorMs: number
  summary: ListeningSummary
}

export interface HalfHeard {
  sounds: JudgedSound[]
  /** Of all cards: nothing was there to play although a sound was playing. */
  underruns: number
}

export type HalfJudgement = HalfHeard & LoopFinding
export type Half = VillageHalf<HalfStart, HalfFinish, HalfJudgement>

/** Resolves when every board stands and every agent is enrolled and at work. */
export function startHalf(start: HalfStart): Promise<Half> {
  return VillageHalf.start(new URL('./half-process.ts', import.meta.url), start)
}
