import type { NetworkProfileName } from '@tieng-lang/hardware-sim'
import type { LoopFinding } from '../village-half/serve-half.ts'
import { VillageHalf } from '../village-half/village-half.ts'

/** One cluster; instants in ms of true time since the beginning. */
export interface SyncCluster {
  clusterId: string
  /** Crystals against true time: the machine's, and its sound card's. */
  machinePpm: number
  cardPpm: number
  joinsMs: number
  /** When the NAT on its way forgets it, apart from what the profile says. */
  rebindsMs: number | null
}

export interface SyncHalfStart {
  profile: NetworkProfileName
  clusters: SyncCluster[]
  seconds: number
}

/** By cluster: how far behind its horn was at a whole second of true time, in ms; seconds without sound are left out. */
export interface SyncHalfHeard {
  lags: Record<string, [second: number, lagMs: number][]>
}

export type SyncHalf = VillageHalf<SyncHalfStart, null, SyncHalfHeard & LoopFinding>

export function startSyncHalf(start: SyncHalfStart): Promise<SyncHalf> {
  return VillageHalf.start(new URL('./half-process.ts', import.meta.url), start)
}
