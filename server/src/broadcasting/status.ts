import { type ClusterId, type Health, topicOf } from '@tieng-lang/protocol'
import { type Area, listAreas } from '../storage/areas.ts'
import { type Cluster, listClusters } from '../storage/clusters.ts'
import { findDocument } from '../storage/documents.ts'
import { listPlayoutGaps, type PlayoutGap } from '../storage/playout-progress.ts'
import { listPlayouts, type PlayoutLine } from '../storage/playouts.ts'
import { listRefusals, type RefusalCount } from '../storage/refusal-counters.ts'
import type { Services } from './services.ts'

/** One cluster as it stands: what it should hold, what it says it holds, what sounds. */
export interface ClusterStatus {
  clusterId: ClusterId
  areaId: string
  name: string
  isEnrolled: boolean
  isConnected: boolean
  /** When anything last came from it. */
  lastHeardOfAt: number | null
  planRevision: { wanted: number | null; held: number | null }
  configRevision: { wanted: number | null; held: number | null }
  media: Pick<Health['media'], 'wanted' | 'held'> | null
  clockState: Health['clock']['state'] | null
  playing: Health['playing']
  next: Health['next']
  lastPlayout: PlayoutLine | null
  gaps: PlayoutGap[]
}

export interface ServerStatus {
  at: number
  isBrokerConnected: boolean
  addresses: Services['addresses']
  areas: Pick<Area, 'areaId' | 'parentId' | 'code' | 'name'>[]
  clusters: ClusterStatus[]
  refusals: RefusalCount[]
}

/** Clusters on one page; a larger fleet is looked at area by area in the console. */
const CLUSTERS_SHOWN_MAX = 500

export function serverStatus(services: Services): ServerStatus {
  const { clock, database, link, addresses } = services
  return {
    at: clock.now(),
    isBrokerConnected: link.isConnected(),
    addresses,
    areas: listAreas(database).map(({ areaId, parentId, code, name }) => ({ areaId, parentId, code, name })),
    clusters: listClusters(database)
      .slice(0, CLUSTERS_SHOWN_MAX)
      .map((cluster) => clusterStatus(services, cluster)),
    refusals: listRefusals(database),
  }
}

function clusterStatus({ database, reports }: Services, cluster: Cluster): ClusterStatus {
  const { clusterId, areaId, name, device } = cluster
  const presence = reports.find(clusterId, 'presence')
  const health = reports.find(clusterId, 'health')
  const plan = reports.find(clusterId, 'planHeld')
  const config = reports.find(clusterId, 'configHeld')
  const wanted = (topic: 'plan' | 'config') =>
    findDocument(database, topicOf(topic, { clusterId }))?.revision ?? null
  const heardOfAt = [presence, health, plan, config].flatMap((report) => report?.receivedAt ?? [])
  return {
    clusterId,
    areaId,
    name,
    isEnrolled: device !== undefined,
    isConnected: presence?.isConnected ?? false,
    lastHeardOfAt: heardOfAt.length > 0 ? Math.max(...heardOfAt) : null,
    planRevision: { wanted: wanted('plan'), held: newest(plan?.revision, health?.planRevision) },
    configRevision: { wanted: wanted('config'), held: newest(config?.revision, health?.configRevision) },
    media: health ? { wanted: health.media.wanted, held: health.media.held } : null,
    clockState: health?.clock.state ?? null,
    playing: health?.playing ?? null,
    next: health?.next ?? null,
    lastPlayout: listPlayouts(database, { clusterId, countMax: 1 })[0] ?? null,
    gaps: listPlayoutGaps(database, clusterId),
  }
}

/** Acknowledgements come at once, health once a minute: whichever knows of the later revision. */
function newest(...revisions: (number | null | undefined)[]): number | null {
  const known = revisions.flatMap((revision) => revision ?? [])
  return known.length > 0 ? Math.max(...known) : null
}
