import type { Chance, Clock, Files } from '@tieng-lang/protocol'
import type { MediaClient } from '../link/media-client.ts'

export interface WantedMedia {
  sha256: string
  sizeBytes: number
  /** When it is to sound next, Unix ms: the earliest is fetched first and the latest is let go first. */
  neededAt: number
}

export interface MediaCacheOptions {
  files: Files
  client: MediaClient
  clock: Clock
  chance: Chance
  /** `ClusterConfig.cacheBytesMax`; asked each time. */
  cacheBytesMax: () => number
  /** Left free on the disk for everything else. */
  reserveBytes?: number
}

export interface MediaProgress {
  wanted: number
  held: number
  /** Of all that is on the disk, wanted or not, partial or whole. */
  bytes: number
  /** Wanted and not held, the soonest needed first. */
  missing: string[]
}

/** Audio by its hash on the cluster's disk (R15): there before it is due, whole and checked, or not held at all. */
export declare class MediaCache {
  constructor(options: MediaCacheOptions)
  start(): Promise<void>
  stop(): Promise<void>
  /** Replaces the list of what is wanted; at most one entry a hash counts, the soonest. Starts fetching by itself. */
  want(list: readonly WantedMedia[]): void
  has(sha256: string): boolean
  /** The whole file, its hash checked. Rejects with `audioMissing` or `audioCorrupt` (then it is fetched again). */
  read(sha256: string): Promise<Uint8Array>
  progress(): MediaProgress
  /** Called when a file has become whole. */
  onHeld(run: (sha256: string) => void): void
}
