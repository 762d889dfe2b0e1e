import {
  type AreaId,
  CodedError,
  type EmergencyAnswer,
  type EmergencyClusterLine,
  type EmergencyMoment,
  type Grant,
  type Id,
} from '@tieng-lang/protocol'
import { mayDo } from '../../../access/permissions.ts'
import type { Principal } from '../../../access/principal.ts'
import { visibleAreas } from '../../../access/visible-areas.ts'
import type { Database } from '../../../storage/database.ts'
import { findEmergency, type StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { type ClusterAccount, listAccounts } from '../../../storage/emergencies/emergency-clusters.ts'
import { listMoments } from '../../../storage/emergencies/emergency-moments.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { findTargetHeads, type TargetHead } from '../../../storage/tree/cluster-positions.ts'
import type { Services } from '../../services.ts'
import { unpublishedAreas } from '../document/publication.ts'
import { emergencyLines } from './emergency-line.ts'
import { withFirstHeard } from './first-heard.ts'

/** Of people's acts, and of what clusters said, so many each are shown; the export has all. */
const MOMENTS_SHOWN_MAX = 500

/** Throws `emergencyNotFound`. */
export function emergencyAt(database: Database, emergencyId: Id): StoredEmergency {
  const emergency = findEmergency(database, emergencyId)
  if (!emergency) throw new CodedError('emergencyNotFound', `no emergency is ${emergencyId}`)
  return emergency
}

/**
 * All of it as it stands now, with the clusters that the asker may see and what they may do. Throws
 * `emergencyNotFound`.
 */
export function emergencyAnswer(services: Services, emergencyId: Id, by: Principal): EmergencyAnswer {
  const { database } = services
  services.emergencies.flush()
  const emergency = emergencyAt(database, emergencyId)
  const [line] = emergencyLines(database, [emergency])
  if (!line) throw new Error(`${emergencyId} has no line`)
  const { reason, language, place, repeatPlan, repeatsAfterS, infos, speech, traceId } = emergency
  return {
    ...line,
    ...{ reason, language, place, repeatPlan, repeatsAfterS, infos, speech, traceId },
    unpublishedAreas: unpublishedAreas(services, emergency),
    clusters: clusterLines(database, emergencyId, by.grants),
    moments: shownMoments(database, emergencyId),
    may: mayOf(database, emergency, by),
  }
}

function clusterLines(database: Database, emergencyId: Id, grants: readonly Grant[]): EmergencyClusterLine[] {
  const accounts = listAccounts(database, emergencyId)
  const { isEverywhere, areaIds } = visibleAreas(database, grants)
  const isSeen = (areaId: AreaId) => isEverywhere || areaIds.has(areaId)
  const heads = findTargetHeads(
    database,
    accounts.map(({ clusterId }) => clusterId),
  )
  return accounts
    .flatMap((account) => {
      const head = heads.get(account.clusterId)
      return head && isSeen(head.areaId) ? [clusterLine(account, head)] : []
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function clusterLine(account: ClusterAccount, { name, areaId, position }: TargetHead): EmergencyClusterLine {
  const { clusterId, outcome, reason, evidence, heardAt, soundings, isSounding } = account
  const { resolvedBy, resolvedAt, note } = account
  const isResolved = resolvedBy !== null && resolvedAt !== null
  return {
    ...{ clusterId, name, areaId, position, outcome, reason, evidence, heardAt, soundings, isSounding },
    resolved: isResolved ? { by: resolvedBy, at: resolvedAt, note: note ?? '' } : null,
  }
}

function shownMoments(database: Database, emergencyId: Id): EmergencyMoment[] {
  const countMax = MOMENTS_SHOWN_MAX
  const people = listMoments(database, emergencyId, { countMax, of: 'people' })
  const clusters = listMoments(database, emergencyId, { countMax, of: 'clusters' })
  return withFirstHeard([...people, ...clusters].sort((a, b) => a.at - b.at))
}

/** The same as the acts themselves ask. */
function mayOf(
  database: Database,
  { state, areaIds, raisedById, clearedAt, closing }: StoredEmergency,
  { grants, operatorId }: Principal,
): EmergencyAnswer['may'] {
  const tree = areaTree(database)
  const mayRaise = areaIds.every((areaId) => mayDo(grants, 'emergency.raise', tree.idPathOf(areaId)))
  const isOpen = state === 'active' || state === 'awaiting'
  const isToCorrect = state === 'cancelled' && clearedAt === null && closing === null
  return {
    end: mayRaise && (isOpen || isToCorrect),
    update: mayRaise && state === 'active',
    confirm: mayRaise && state === 'awaiting' && (operatorId === null || operatorId !== raisedById),
  }
}
