import { createHash } from 'node:crypto'
import {
  type AreaId,
  type ClusterId,
  type Id,
  type Plan,
  type Programme,
  type ProgrammeTargets,
  TOPICS,
} from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { listStoppedBroadcasts } from '../../storage/orders/stopped-broadcasts.ts'
import type { ProgrammesText } from '../../storage/playouts/wanted-plans.ts'
import { type AreaTree, areaTree } from '../../storage/tree/area-tree.ts'
import type { Cluster } from '../../storage/tree/clusters.ts'
import type { PlannedProgramme } from './planned-programmes.ts'

/** One plan, and the hash of its text. Clusters with the same plan share it. */
export interface BookedPlan {
  /** The same for two clusters of one book exactly where their plans are the same. */
  readonly key: string
  readonly plan: Plan
  readonly bodySha256: string
  /** Of the programmes' text; over `PROGRAMMES_BYTES_MAX` there would be no room for a stop. */
  readonly programmesBytes: number
  /** The programmes alone, without the stops that differ from cluster to cluster. */
  readonly programmes: ProgrammesText
}

interface ProgrammesPart {
  readonly programmes: Programme[]
  readonly written: ProgrammesText
  readonly bytes: number
}

/** Header, claims and signature around a plan's body. */
const ENVELOPE_BYTES = 2_048
/** What a body may have: in its envelope three bytes become four (base64url). */
const BODY_BYTES_MAX = Math.floor(((TOPICS.plan.bytesMax - ENVELOPE_BYTES) * 3) / 4)
/** Kept free for stops, whatever is planned: over 400 of them. */
const STOPS_BYTES = 65_536
export const PROGRAMMES_BYTES_MAX = BODY_BYTES_MAX - STOPS_BYTES

/**
 * The plans of many clusters at one moment. The clusters of a commune mostly have the same one: what is equal is put
 * together, written out and hashed once.
 */
export class PlanBook {
  readonly #database: Database
  readonly #planned: readonly PlannedProgramme[]
  readonly #byTarget = new Map<string, number[]>()
  readonly #parts = new Map<string, ProgrammesPart>()
  readonly #plans = new Map<string, BookedPlan>()

  constructor(database: Database, planned: readonly PlannedProgramme[]) {
    this.#database = database
    this.#planned = planned
    for (const [index, { targets }] of planned.entries())
      for (const key of targetKeys(targets)) {
        const known = this.#byTarget.get(key)
        if (known) known.push(index)
        else this.#byTarget.set(key, [index])
      }
  }

  /** How much of a plan is taken by programmes, without its stops; clusters of one `key` have the same ones. */
  programmesOf(cluster: Cluster): { key: string; count: number; bytes: number } {
    const key = this.#partKey(cluster)
    const { programmes, bytes } = this.#part(key)
    return { key, count: programmes.length, bytes }
  }

  /** Everything one cluster is to play, always in the same order, so that the same plan has the same hash. */
  planOf(cluster: Cluster): BookedPlan {
    const partKey = this.#partKey(cluster)
    const { programmes, written, bytes } = this.#part(partKey)
    const stopped = fitting(listStoppedBroadcasts(this.#database, cluster.clusterId), BODY_BYTES_MAX - bytes)
    const stoppedText = JSON.stringify(stopped)
    const key = `${partKey} ${stoppedText}`
    const known = this.#plans.get(key)
    if (known) return known
    const bodySha256 = createHash('sha256')
      .update(`{"programmes":${written.text},"stopped":${stoppedText}}`)
      .digest('hex')
    const plan = { programmes, stopped }
    const booked = { key, plan, bodySha256, programmesBytes: bytes, programmes: written }
    this.#plans.set(key, booked)
    return booked
  }

  /** Which programmes reach the cluster, by their places in the list; `+` where a slot goes on there. */
  #partKey(cluster: Cluster): string {
    const keys = keysOf(areaTree(this.#database), cluster)
    const indexes = new Set(keys.flatMap((key) => this.#byTarget.get(key) ?? []))
    return [...indexes]
      .sort((a, b) => a - b)
      .map((index) => (this.#goesOn(index, keys) ? `${index}+` : `${index}`))
      .join(',')
  }

  #goesOn(index: number, keys: readonly string[]): boolean {
    const targets = this.#planned[index]?.goingOn?.targets
    return targets !== undefined && targetKeys(targets).some((key) => keys.includes(key))
  }

  #part(partKey: string): ProgrammesPart {
    const known = this.#parts.get(partKey)
    if (known) return known
    const programmes = partKey.split(',').flatMap((place) => {
      const planned = this.#planned[Number.parseInt(place, 10)]
      if (!planned) return []
      return [place.endsWith('+') && planned.goingOn ? planned.goingOn.programme : planned.programme]
    })
    const text = JSON.stringify(programmes)
    const programmesSha256 = createHash('sha256').update(text).digest('hex')
    const latenessMsMax = Math.max(0, ...programmes.map((programme) => programme.latenessMsMax))
    const written = { programmesSha256, text, latenessMsMax }
    const part = { programmes, written, bytes: Buffer.byteLength(text) }
    this.#parts.set(partKey, part)
    return part
  }
}

/** The newest stops that there is room for; the oldest are those whose slots are longest past. */
function fitting(stopped: Plan['stopped'], bytesMax: number): Plan['stopped'] {
  let bytes = 0
  const countMax = stopped.findIndex((stop) => {
    bytes += JSON.stringify(stop).length + 1
    return bytes > bytesMax
  })
  return countMax === -1 ? stopped : stopped.slice(0, countMax)
}

/** Tells which clusters targets reach: by name, by a zone of the cluster's, or by any area on its path. To be asked at once. */
export function reachOf(database: Database, targets: ProgrammeTargets): (cluster: Cluster) => boolean {
  const aimedAt = new Set(targetKeys(targets))
  const tree = areaTree(database)
  return (cluster) => keysOf(tree, cluster).some((key) => aimedAt.has(key))
}

/** The other way round: tells which targets reach any of these clusters. */
export function reachedFrom(
  database: Database,
  clusters: readonly Cluster[],
): (targets: ProgrammeTargets) => boolean {
  const tree = areaTree(database)
  const keys = new Set(clusters.flatMap((cluster) => keysOf(tree, cluster)))
  return (targets) => targetKeys(targets).some((key) => keys.has(key))
}

const areaKey = (areaId: AreaId) => `a ${areaId}`
const zoneKey = (zoneId: Id) => `z ${zoneId}`
const clusterKey = (clusterId: ClusterId) => `c ${clusterId}`

function targetKeys({ areas, zones, clusters }: ProgrammeTargets): string[] {
  return [...areas.map(areaKey), ...zones.map(zoneKey), ...clusters.map(clusterKey)]
}

/** By what a cluster can be reached. */
function keysOf(tree: AreaTree, { clusterId, areaId, settings }: Cluster): string[] {
  return [clusterKey(clusterId), ...settings.zones.map(zoneKey), ...tree.idPathOf(areaId).map(areaKey)]
}
