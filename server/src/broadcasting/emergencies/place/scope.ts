import {
  type AreaId,
  type ClusterId,
  CodedError,
  type EmergencyEvent,
  type EmergencyPlace,
  type EmergencyScope,
  type SoundPart,
} from '@tieng-lang/protocol'
import { mayDo } from '../../../access/permissions.ts'
import type { Principal } from '../../../access/principal.ts'
import type { Database } from '../../../storage/database.ts'
import { folded } from '../../../storage/search-text.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { soundsFor } from '../../emergency-kit/sounds-for.ts'
import { checkAllowed } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'
import { type ResolvedPlace, resolvePlace } from './emergency-place.ts'

/** QĐ 19/2025: a commune's code has five digits. */
const COMMUNE_CODE_LENGTH = 5

/**
 * Beyond the own commune: the smallest area that holds all of it is no commune, lies in none, or is not one on which, or
 * above which, the asker may raise.
 */
export function isWide(database: Database, { holdingPath }: ResolvedPlace, { grants }: Principal): boolean {
  const tree = areaTree(database)
  const isInCommune = holdingPath.some((areaId) => tree.find(areaId)?.code?.length === COMMUNE_CODE_LENGTH)
  return !isInCommune || !mayDo(grants, 'emergency.raise', holdingPath)
}

/** The name of the smallest area that holds all of it; where none does, those of the roots. */
export function nameOfPlace(database: Database, { holdingPath, publishedIn }: ResolvedPlace): string {
  const tree = areaTree(database)
  const smallest = holdingPath.at(-1)
  const areaIds = smallest === undefined ? publishedIn.map((id) => tree.idPathOf(id)[0] ?? id) : [smallest]
  return [...new Set(areaIds)].flatMap((areaId) => tree.find(areaId)?.name ?? []).join(', ')
}

/** Marks and capitals are not asked for: it is typed in the rain. Throws `wrongAreaName`. */
export function checkTypedName(database: Database, place: ResolvedPlace, typed: string | undefined): void {
  const name = nameOfPlace(database, place)
  if (typed === undefined || folded(typed) !== folded(name))
    throw new CodedError('wrongAreaName', `type the name of the area: ${name}`)
}

/** The place as it is, where the asker may raise on all of it. Throws as `resolvePlace` does, and `notAllowed`. */
export function placeToRaiseOn(services: Services, place: EmergencyPlace, by: Principal): ResolvedPlace {
  const resolved = resolvePlace(services, place, by.grants)
  checkAllowed(services.database, { by, permission: 'emergency.raise' }, resolved.areaIds)
  return resolved
}

/** What raising it there would take and whom it would reach. Throws as `placeToRaiseOn` does. */
export function scopeOf(
  services: Services,
  { place, event }: { place: EmergencyPlace; event: EmergencyEvent },
  by: Principal,
): EmergencyScope {
  const resolved = placeToRaiseOn(services, place, by)
  return {
    clusterCount: resolved.clusterIds.length,
    areaName: nameOfPlace(services.database, resolved),
    isWide: isWide(services.database, resolved, by),
    withoutMessage: countWithoutMessage(services, resolved, event),
  }
}

/** Those without a board or a config yet, and those that say that a part of this message is missing. */
function countWithoutMessage(
  { board, database, reports }: Services,
  { clusterIds, holdingPath }: ResolvedPlace,
  event: EmergencyEvent,
): number {
  const message = messageOf(database, { areaId: holdingPath.at(-1) ?? null, event })
  const isWithout = (clusterId: ClusterId) => {
    const cluster = board.peek(clusterId)
    if (!cluster?.isEnrolled || cluster.configRevision.held === null || !cluster.media) return true
    if (cluster.media.held >= cluster.media.wanted) return false
    const missing = reports.find(clusterId, 'health')?.media.missing ?? []
    return message.some(({ sha256 }) => missing.includes(sha256))
  }
  return message.length === 0 ? clusterIds.length : clusterIds.filter(isWithout).length
}

/** Nothing while the program has made none yet. */
function messageOf(
  database: Database,
  { areaId, event }: { areaId: AreaId | null; event: EmergencyEvent },
): readonly SoundPart[] {
  try {
    return soundsFor({ database }, { areaId, event, status: 'Actual', language: 'vi' }).message
  } catch (cause) {
    if (cause instanceof CodedError && cause.code === 'kitNotReady') return []
    throw cause
  }
}
