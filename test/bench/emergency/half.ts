import type { FleetCluster, NetworkProfileName } from '@tieng-lang/hardware-sim'
import type { LoopFinding } from '../village-half/serve-half.ts'
import { VillageHalf } from '../village-half/village-half.ts'

/** Where the server is, and through what its clusters reach it. */
export interface Way {
  serverUrl: string
  mqttUrl: string
  profile: NetworkProfileName
}

/** The clusters of one half: with the whole agent, and with the counted output. */
export interface HalfStart {
  way: Way
  dataDir: string
  full: FleetCluster[]
  counted: FleetCluster[]
}

/** What was heard from `sinceAt` (Unix ms) on is told. */
export interface HalfFinish {
  sinceAt: number
}

export interface HalfHeard {
  /** The true instant (Unix ms) of the first sample out of each horn; clusters that gave none are missing. */
  heardAt: Record<string, number>
  /** Of each whole agent: from the emergency's bytes to the frame and the relay. */
  agentMs: number[]
  underruns: number
}

export type HalfFindings = HalfHeard & LoopFinding
export type Half = VillageHalf<HalfStart, HalfFinish, HalfFindings>

/** Resolves when every agent is enrolled and at work. */
export function startHalf(start: HalfStart): Promise<Half> {
  return VillageHalf.start(new URL('./half-process.ts', import.meta.url), start)
}
