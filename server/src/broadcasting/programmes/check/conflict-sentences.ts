import type { Programme, ProgrammeBody, ProgrammeTargets, Sentence } from '@tieng-lang/protocol'
import { type ConflictSpan, describeConflict, findConflicts } from '@tieng-lang/scheduler'
import { listProgrammes } from '../../../storage/programmes.ts'
import type { Cluster } from '../../../storage/tree/clusters.ts'
import { clusterConfigOf } from '../../delivery/cluster-config.ts'
import { inSlices } from '../../delivery/in-slices.ts'
import { PlanBook, reachedFrom } from '../../delivery/plan-book.ts'
import {
  bulletinReader,
  listPlannedProgrammes,
  type PlannedProgramme,
  plannedProgramme,
} from '../../delivery/planned-programmes.ts'
import type { Services } from '../../services.ts'

export const SENTENCES_MAX = 50

export interface Checked {
  programme: Programme
  targets: ProgrammeBody['targets']
  clusters: readonly Cluster[]
  span: ConflictSpan
}

/** The clusters of a commune mostly have the same plan and the same rules: each such group is looked at once. */
export async function conflictSentences(
  services: Services,
  { programme, targets, clusters, span }: Checked,
): Promise<Sentence[]> {
  const { clock, database } = services
  const planned = expectedProgrammes(services, reachedFrom(database, clusters)).filter(
    (each) => each.programme.programmeId !== programme.programmeId,
  )
  const book = new PlanBook(database, [...planned, { programme, targets, goingOn: null }])
  const seen = new Set<string>()
  const sentences = new Map<string, Sentence>()
  await inSlices(clock, clusters, (cluster) => {
    const { timeZone, quietHours } = clusterConfigOf(services, cluster)
    const { plan, key } = book.planOf(cluster)
    const group = JSON.stringify([key, timeZone, quietHours])
    if (seen.has(group) || sentences.size >= SENTENCES_MAX) return
    seen.add(group)
    for (const conflict of findConflicts({ ...plan, stopped: [] }, { timeZone, quietHours }, span)) {
      const vi = describeConflict(conflict, { language: 'vi', timeZone })
      sentences.set(vi, {
        code: conflict.kind,
        vi,
        en: describeConflict(conflict, { language: 'en', timeZone }),
      })
    }
  })
  return [...sentences.values()]
}

/** What plays, and in its place what is submitted: one of the two will be heard. */
function expectedProgrammes(
  { database, clock }: Services,
  isWanted: (targets: ProgrammeTargets) => boolean,
): PlannedProgramme[] {
  const bulletinOf = bulletinReader(database)
  const now = clock.now()
  const submitted = listProgrammes(database)
    .filter(({ state, targets }) => state === 'submitted' && isWanted(targets))
    .map(({ definition, targets }) => {
      const laid = { definition, targets, plannedAt: now, firstPlannedAt: now, underWay: null, onceCount: 1 }
      return plannedProgramme(laid, bulletinOf, () => true)
    })
  const ids = new Set(submitted.map(({ programme }) => programme.programmeId))
  const playing = listPlannedProgrammes(database, now, isWanted).filter(
    ({ programme }) => !ids.has(programme.programmeId),
  )
  return [...playing, ...submitted.filter(({ programme }) => programme.playlist.length > 0)]
}
