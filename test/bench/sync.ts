import { isNetworkProfileName, type NetworkProfileName } from '@tieng-lang/hardware-sim'
import { SeededChance } from '../../hardware-sim/src/virtual/index.ts'
import { type SyncCluster, startSyncHalf } from './sync/half.ts'
import { progress } from './sync/progress.ts'
import { skewOf } from './sync/skew.ts'

const CLUSTERS = 50
const HALVES = 2
const PPM_MAX = 100
const SECONDS = 3_600
/** Every fifth comes later, spread over the session; every other is forgotten by its NAT once. */
const LATE_EVERY = 5
const REBOUND_EVERY = 2
const PROFILES: readonly NetworkProfileName[] = ['lan', '4g', '4g-poor']

/**
 * Fifty clusters hear an hour of live voice in virtual time; what leaves their horns is compared in true time. Other
 * profiles and a shorter hour may be asked for: `npm run bench -- sync lan 300`.
 */
export async function run(args: readonly string[] = []): Promise<Record<string, unknown>> {
  const asked = args.filter(isNetworkProfileName)
  const seconds = Number(args.find((arg) => /^\d+$/.test(arg)) ?? SECONDS)
  const figures: Record<string, unknown> = {}
  for (const profile of asked.length > 0 ? asked : PROFILES)
    figures[profile] = await measure(profile, seconds)
  return figures
}

async function measure(profile: NetworkProfileName, seconds: number) {
  const clusters = layOut(seconds)
  progress(`${profile}: ${CLUSTERS} clusters, ${seconds} s of virtual time in ${HALVES} processes`)
  const halves = await Promise.all(
    Array.from({ length: HALVES }, (_, half) =>
      startSyncHalf({
        profile,
        seconds,
        clusters: clusters.filter((_each, index) => index % HALVES === half),
      }),
    ),
  )
  try {
    return skewOf(await Promise.all(halves.map((half) => half.finish(null))))
  } finally {
    for (const half of halves) half.stop()
  }
}

/** Rates of machines spread evenly, those of cards by chance. */
function layOut(seconds: number): SyncCluster[] {
  const chance = new SeededChance('sync')
  const someMs = () => chance.next() * seconds * 1_000
  return Array.from({ length: CLUSTERS }, (_, index) => ({
    clusterId: `cum-${index + 1}`,
    machinePpm: -PPM_MAX + (2 * PPM_MAX * index) / (CLUSTERS - 1),
    cardPpm: -PPM_MAX + 2 * PPM_MAX * chance.next(),
    joinsMs: index % LATE_EVERY === LATE_EVERY - 1 ? 0.9 * someMs() : 0,
    rebindsMs: index % REBOUND_EVERY === 0 ? someMs() : null,
  }))
}
