import type { FleetCluster, NetworkProfileName } from '@tieng-lang/hardware-sim'

/** Where the server is, and through what its clusters reach it. */
export interface Way {
  serverUrl: string
  mqttUrl: string
  profile: NetworkProfileName
}

/** To one half of the village: raise your clusters; and, when all is over, say what was heard. */
export type HalfOrder =
  | { kind: 'start'; way: Way; dataDir: string; full: FleetCluster[]; counted: FleetCluster[] }
  | { kind: 'finish'; sinceAt: number }

export interface HalfFindings {
  /** The true instant (Unix ms) of the first sample out of each horn; clusters that gave none are missing. */
  heardAt: Record<string, number>
  /** Of each whole agent: from the emergency's bytes to the frame and the relay. */
  agentMs: number[]
  /** The longest for which this process' event loop did not turn: what a busy machine does to agents and cards. */
  loopBlockedMsMax: number
  underruns: number
}

export type HalfReport =
  | { kind: 'started' }
  | { kind: 'finished'; findings: HalfFindings }
  | { kind: 'failed'; reason: string }
