import { CodedError, type Plan, TOPICS } from '@tieng-lang/protocol'
import { type Cluster, listClusters } from '../../storage/clusters.ts'
import type { PlayingProgramme, StoredProgramme } from '../../storage/programmes.ts'
import { clusterConfigOf } from '../delivery/cluster-config.ts'
import { isReached, PlanBook } from '../delivery/plan-book.ts'
import {
  bulletinReader,
  listPlannedProgrammes,
  plannedProgramme,
  withDraft,
} from '../delivery/planned-programmes.ts'
import type { Services } from '../services.ts'
import { slotsUnderWay } from './slots-under-way.ts'

/**
 * What is to play from now on: slots that began before now do not exist, but those go on that are under way in the
 * version before.
 */
export function laidAnew(
  services: Services,
  { definition, targets, playing }: Pick<StoredProgramme, 'definition' | 'targets' | 'playing'>,
): PlayingProgramme {
  const { database, clock } = services
  const now = clock.now()
  const clusters = listClusters(database)
  const planned = playing && plannedProgramme(playing, bulletinReader(database))
  const before = planned && (planned.goingOn?.programme ?? planned.programme)
  const heardBefore = playing
    ? clusters.filter((cluster) => isReached(database, playing.targets, cluster))
    : []
  const timeZones = new Set(heardBefore.map((cluster) => clusterConfigOf(services, cluster).timeZone))
  const slots = before ? slotsUnderWay(before, timeZones, now) : []
  const underWay = playing && slots.length > 0 ? { slots, targets: playing.targets } : null
  const firstPlannedAt = playing?.firstPlannedAt ?? now
  const laid: PlayingProgramme = { definition, targets, plannedAt: now, firstPlannedAt, underWay }
  return laid
}

/** Base64 adds a third; claims and signature have some room to themselves. */
const PLAN_TEXT_LENGTH_MAX = (TOPICS.plan.bytesMax - 4_096) * 0.75
const PROGRAMMES_MAX = 1_000

/** Throws `planTooLarge` where some cluster's plan would no longer fit. */
export function checkPlansFit({ database, clock }: Services, laid: PlayingProgramme): void {
  const planned = withDraft(database, listPlannedProgrammes(database, clock.now()), laid)
  const book = new PlanBook(database, planned)
  const seen = new Set<string>()
  for (const cluster of listClusters(database)) {
    if (!isReached(database, laid.targets, cluster)) continue
    const { key, plan } = book.planOf(cluster)
    if (seen.has(key)) continue
    seen.add(key)
    checkFits(plan, cluster)
  }
}

function checkFits(plan: Plan, { clusterId }: Cluster): void {
  const bytes = Buffer.byteLength(JSON.stringify(plan))
  if (plan.programmes.length > PROGRAMMES_MAX || bytes > PLAN_TEXT_LENGTH_MAX)
    throw new CodedError('planTooLarge', `the plan of ${clusterId} would be too large (${bytes} bytes)`)
}
