import { isNetworkProfileName, type NetworkProfileName } from '@tieng-lang/hardware-sim'
import { SeededChance } from '../../hardware-sim/src/virtual/index.ts'
import { progressOf } from './figures/progress.ts'
import { type SyncCluster, startSyncHalf } from './sync/half.ts'
import { skewOf } from './sync/skew.ts'

const progress = progressOf('sync')

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
 * profiles, a shorter hour and fewer clusters may be asked for: `npm run bench -- sync lan 300 12`.
 */
export async function run(args: readonly string[] = []): Promise<Record<string, unknown>> {
  const asked = args.filter(isNetworkProfileName)
  const [seconds = SECONDS, clusters = CLUSTERS] = args.filter((arg) => /^\d+$/.test(arg)).map(Number)
  const figures: Record<string, unknown> = {}
  for (const profile of asked.length > 0 ? asked : PROFILES)
    figures[profile] = await measure(profile, layOut(clusters, seconds), seconds)
  return figures
}

async function measure(profile: NetworkProfileName, clusters: readonly SyncCluster[], seconds: number) {
  progress(`${profile}: ${clusters.length} clusters, ${seconds} s of virtual time in ${HALVES} processes`)
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
function layOut(count: number, seconds: number): SyncCluster[] {
  const chance = new SeededChance('sync')
  const someMs = () => chance.next() * seconds * 1_000
  return Array.from({ length: count }, (_, index) => ({
    clusterId: `cum-${index + 1}`,
    machinePpm: -PPM_MAX + (2 * PPM_MAX * index) / (count - 1),
    cardPpm: -PPM_MAX + 2 * PPM_MAX * chance.next(),
    joinsMs: index % LATE_EVERY === LATE_EVERY - 1 ? 0.9 * someMs() : 0,
    rebindsMs: index % REBOUND_EVERY === 0 ? someMs() : null,
  }))
}
