import type { ProgrammeDefinition } from '@tieng-lang/protocol'
import type { PlayingProgramme, StoredProgramme } from '../../storage/programmes.ts'
import { listClusters } from '../../storage/tree/clusters.ts'
import { clusterConfigOf } from '../delivery/cluster-config.ts'
import { reachedFrom, reachOf } from '../delivery/plan-book.ts'
import {
  bulletinReader,
  listPlannedProgrammes,
  plannedProgramme,
  withDraft,
} from '../delivery/planned-programmes.ts'
import { checkPlansFit } from '../delivery/plans-fit.ts'
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
  const now = services.clock.now()
  const slots = playing ? slotsGoingOn(services, playing, now) : []
  const underWay = playing && slots.length > 0 ? { slots, targets: playing.targets } : null
  const firstPlannedAt = playing?.firstPlannedAt ?? now
  const onceCount = onceCountOf(definition, playing, now)
  return { definition, targets, plannedAt: now, firstPlannedAt, underWay, onceCount }
}

/** A single start that is moved after it has begun is another one: under its old name clusters have done with it. */
function onceCountOf(
  { recurrence }: ProgrammeDefinition,
  playing: PlayingProgramme | null,
  now: number,
): number {
  const count = playing?.onceCount ?? 0
  if (recurrence.kind !== 'once') return count
  const before = playing?.definition.recurrence
  const isTheSame = before?.kind === 'once' && (before.at === recurrence.at || before.at > now)
  return isTheSame ? count : count + 1
}

/** In the zones of the clusters on which the version before is heard: local starts are what slots are named by. */
function slotsGoingOn(services: Services, playing: PlayingProgramme, now: number): string[] {
  const { database } = services
  const { programme, goingOn } = plannedProgramme(playing, bulletinReader(database))
  const heardBefore = listClusters(database).filter(reachOf(database, playing.targets))
  const timeZones = new Set(heardBefore.map((cluster) => clusterConfigOf(services, cluster).timeZone))
  return slotsUnderWay(goingOn?.programme ?? programme, timeZones, now)
}

/** Throws `planTooLarge` where some cluster's plan would no longer fit. */
export function checkDraftFits({ database, clock }: Services, laid: PlayingProgramme): void {
  const clusters = listClusters(database).filter(reachOf(database, laid.targets))
  const others = listPlannedProgrammes(database, clock.now(), reachedFrom(database, clusters))
  checkPlansFit(database, clusters, withDraft(database, others, laid))
}
