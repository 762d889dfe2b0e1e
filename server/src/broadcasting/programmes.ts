import { CodedError, type Id } from '@tieng-lang/protocol'
import { readCron } from '@tieng-lang/scheduler'
import { findArea } from '../storage/areas.ts'
import { findBulletin } from '../storage/bulletins.ts'
import { findCluster } from '../storage/clusters.ts'
import type { Database } from '../storage/database.ts'
import {
  findProgramme,
  type ProgrammeDefinition,
  type ProgrammeTargets,
  removeProgramme,
  replaceProgramme,
  type StoredProgramme,
} from '../storage/programmes.ts'
import { deliverAllPlans } from './delivery/plan-delivery.ts'
import type { Services } from './services.ts'

export interface ProgrammeOrder {
  definition: ProgrammeDefinition
  targets: ProgrammeTargets
  producedBy: string
  /** Policy *one person*: who produces also approves, and is recorded as both. */
  isApprovedAtOnce: boolean
}

/** Puts a programme in the place of the one with the same id, or adds it. What changes must be approved anew. */
export async function putProgramme(services: Services, order: ProgrammeOrder): Promise<StoredProgramme> {
  const { database, clock } = services
  const { definition, targets, producedBy } = order
  checkDefinition(database, definition)
  checkTargets(database, targets)
  if (order.isApprovedAtOnce) checkApproved(database, definition)
  const now = clock.now()
  const programme: StoredProgramme = {
    programmeId: definition.programmeId,
    definition,
    targets,
    state: order.isApprovedAtOnce ? 'approved' : 'draft',
    producedBy,
    approvedBy: order.isApprovedAtOnce ? producedBy : null,
    createdAt: findProgramme(database, definition.programmeId)?.createdAt ?? now,
    changedAt: now,
  }
  await replaceAndDeliver(services, programme)
  return programme
}

/** Approves a programme whose bulletins are all approved; from here on clusters are told of it. */
export async function approveProgramme(
  services: Services,
  { programmeId, approvedBy }: { programmeId: Id; approvedBy: string },
): Promise<StoredProgramme> {
  const { database, clock } = services
  const programme = programmeAt(database, programmeId)
  checkApproved(database, programme.definition)
  const approved: StoredProgramme = { ...programme, state: 'approved', approvedBy, changedAt: clock.now() }
  await replaceAndDeliver(services, approved)
  return approved
}

/** Removes a programme; what of it sounds stops as soon as the new plan arrives. Throws `programmeNotFound`. */
export async function withdrawProgramme(services: Services, programmeId: Id): Promise<void> {
  programmeAt(services.database, programmeId)
  removeProgramme(services.database, programmeId)
  await deliverAllPlans(services)
}

/** Where some cluster's plan would become too large, nothing is changed: the one before is put back. */
async function replaceAndDeliver(services: Services, programme: StoredProgramme): Promise<void> {
  const { database } = services
  const { programmeId } = programme
  const before = findProgramme(database, programmeId)
  replaceProgramme(database, programme)
  try {
    await deliverAllPlans(services)
  } catch (cause) {
    if (before) replaceProgramme(database, before)
    else removeProgramme(database, programmeId)
    await deliverAllPlans(services)
    throw cause
  }
}

function programmeAt(database: Database, programmeId: Id): StoredProgramme {
  const programme = findProgramme(database, programmeId)
  if (!programme) throw new CodedError('programmeNotFound', `no programme is ${programmeId}`)
  return programme
}

function checkDefinition(database: Database, { recurrence, playlist }: ProgrammeDefinition): void {
  if (recurrence.kind === 'cron' && readCron(recurrence.expression) === null)
    throw new CodedError(
      'badCronExpression',
      `"${recurrence.expression}" is not a cron expression, or too dense`,
    )
  if (new Set(playlist.map(({ itemId }) => itemId)).size < playlist.length)
    throw new CodedError('badRequest', 'two items of the playlist have the same itemId')
  for (const { bulletinId } of playlist)
    if (!findBulletin(database, bulletinId))
      throw new CodedError('bulletinNotFound', `no bulletin is ${bulletinId}`)
}

function checkTargets(database: Database, { areas, zones, clusters }: ProgrammeTargets): void {
  if (areas.length + zones.length + clusters.length === 0)
    throw new CodedError('badRequest', 'a programme needs an area, a zone or a cluster')
  for (const areaId of areas)
    if (!findArea(database, areaId)) throw new CodedError('areaNotFound', `no area is ${areaId}`)
  for (const clusterId of clusters)
    if (!findCluster(database, clusterId))
      throw new CodedError('clusterNotFound', `no cluster is ${clusterId}`)
}

function checkApproved(database: Database, { playlist }: ProgrammeDefinition): void {
  for (const { bulletinId } of playlist)
    if (findBulletin(database, bulletinId)?.state !== 'approved')
      throw new CodedError('bulletinNotApproved', `the bulletin ${bulletinId} is not approved`)
}
