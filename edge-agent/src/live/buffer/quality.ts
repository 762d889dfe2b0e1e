/** What became of the sound, in samples at 48 kHz; counts only grow. */
export interface QualityCounts {
  /** Everything that was played while the session sounded. */
  playedSamples: number
  /** Made up, or silent, in place of what did not come in time. */
  concealedSamples: number
  /** Restored from the packet after it. */
  restoredSamples: number
  /** Of these, silent: a hole. */
  silentSamples: number
  /** The longest run that was neither received nor restored. */
  gapSamplesMax: number
  packets: number
  latePackets: number
  refusedPackets: number
}

export function noQualityCounts(): QualityCounts {
  return {
    playedSamples: 0,
    concealedSamples: 0,
    restoredSamples: 0,
    silentSamples: 0,
    gapSamplesMax: 0,
    packets: 0,
    latePackets: 0,
    refusedPackets: 0,
  }
}

/** The counts since an earlier look; the longest gap is that of all. */
export function qualitySince(now: Readonly<QualityCounts>, before: Readonly<QualityCounts>): QualityCounts {
  return {
    playedSamples: now.playedSamples - before.playedSamples,
    concealedSamples: now.concealedSamples - before.concealedSamples,
    restoredSamples: now.restoredSamples - before.restoredSamples,
    silentSamples: now.silentSamples - before.silentSamples,
    gapSamplesMax: now.gapSamplesMax,
    packets: now.packets - before.packets,
    latePackets: now.latePackets - before.latePackets,
    refusedPackets: now.refusedPackets - before.refusedPackets,
  }
}

/** Thousandths of `whole`; 0 where there is none. */
export function permille(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1_000, Math.round((part * 1_000) / whole))
}
