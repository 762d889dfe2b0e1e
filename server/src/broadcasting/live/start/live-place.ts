import { type ClusterId, CodedError, type LivePlace } from '@tieng-lang/protocol'
import { isQuietAt } from '@tieng-lang/scheduler'
import type { Principal } from '../../../access/principal.ts'
import { findLiveClusters, type LiveCluster } from '../../../storage/live/live-clusters.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { settingsOn } from '../../delivery/cluster-config.ts'
import { type ResolvedPlace, resolvePlace } from '../../emergencies/place/emergency-place.ts'
import { checkAllowed } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'

/** Where a session is to be heard, as it is on this day. */
export interface LiveTarget extends ResolvedPlace {
  /** Without those that are to stay silent. */
  sounding: LiveCluster[]
}

/**
 * Zones become clusters; who speaks must have the right on all of it. Throws what `resolvePlace` throws, `notAllowed`, and
 * `noClustersThere` where every cluster is to stay silent.
 */
export function livePlaceOf(
  services: Pick<Services, 'board' | 'database'>,
  { place, silenced }: { place: LivePlace; silenced: readonly ClusterId[] },
  by: Principal,
): LiveTarget {
  const resolved = resolvePlace(services, { ...place, polygons: [] }, by.grants)
  checkAllowed(services.database, { by, permission: 'live.speak' }, resolved.areaIds)
  const clusterIds = resolved.clusterIds.filter((clusterId) => !silenced.includes(clusterId))
  if (clusterIds.length === 0) throw new CodedError('noClustersThere', 'every cluster there is to be silent')
  return { ...resolved, sounding: findLiveClusters(services.database, clusterIds) }
}

/** Those in whose quiet hours it is now: nothing but what belongs to an Actual emergency may sound there. */
export function quietClusters(
  { clock, config, database }: Pick<Services, 'clock' | 'config' | 'database'>,
  clusters: readonly LiveCluster[],
): ClusterId[] {
  const now = clock.now()
  const tree = areaTree(database)
  const isQuiet = ({ areaId, settings }: LiveCluster) => {
    const { quietHours, timeZone } = settingsOn(tree.pathOf(areaId), settings, config)
    return isQuietAt(quietHours, now, timeZone)
  }
  return clusters.filter(isQuiet).map(({ clusterId }) => clusterId)
}
