import { type AreaId, CodedError, type Id, newId } from '@tieng-lang/protocol'
import { findArea, insertArea, replaceArea } from '../../storage/tree/areas.ts'
import { findCluster, insertCluster, replaceCluster } from '../../storage/tree/clusters.ts'
import { findZone, insertZone, renameZone } from '../../storage/tree/zones.ts'
import type { Services } from '../services.ts'
import { checkMove } from '../tree/areas.ts'
import { checkZones, dropForeignZones } from '../tree/zone-membership.ts'
import type { DraftArea, DraftCluster, DraftZone } from './rows/draft-tree.ts'
import type { Step } from './steps.ts'

/** Writes the steps of one import, each inside the caller's transaction. */
export class StepWriter {
  readonly #services: Pick<Services, 'database' | 'chance' | 'clock'>
  /** The real ids in the place of `#row`. */
  readonly #ids = new Map<string, Id>()
  /** Changed by this import itself, beyond their own row. */
  readonly #changedByUs = new Set<Id>()

  constructor(services: Pick<Services, 'database' | 'chance' | 'clock'>) {
    this.#services = services
  }

  /** Gives the area it concerns. Throws `changedMeanwhile` and what the storage throws; then nothing was written. */
  write(step: Exclude<Step, { kind: 'refused' }>): AreaId {
    if (step.kind === 'area') return this.#writeArea(step.area)
    return step.kind === 'zone' ? this.#writeZone(step.zone) : this.#writeCluster(step.cluster)
  }

  /** The id that a thing of the plan has got. */
  idOf(id: Id): Id {
    return this.#ids.get(id) ?? id
  }

  #writeArea({ version, ...draft }: DraftArea): AreaId {
    const { database, clock } = this.#services
    const parentId = draft.parentId === null ? null : this.idOf(draft.parentId)
    const area = { ...draft, areaId: this.#realId(draft.areaId, 'area'), parentId }
    if (version === null) {
      insertArea(database, { ...area, createdAt: clock.now() })
      return area.areaId
    }
    const now = findArea(database, area.areaId)
    this.#checkVersion(area.areaId, now?.version, version)
    if (now?.parentId !== parentId) checkMove(database, area.areaId, parentId)
    replaceArea(database, { ...area, version: now?.version ?? version })
    if (now?.parentId !== parentId)
      for (const { clusterId } of dropForeignZones(database, area.areaId)) this.#changedByUs.add(clusterId)
    return area.areaId
  }

  #writeZone({ version, ...draft }: DraftZone): AreaId {
    const { database, clock } = this.#services
    const zone = { ...draft, zoneId: this.#realId(draft.zoneId, 'vung'), areaId: this.idOf(draft.areaId) }
    if (version === null) insertZone(database, { ...zone, createdAt: clock.now() })
    else {
      this.#checkVersion(zone.zoneId, findZone(database, zone.zoneId)?.version, version)
      renameZone(database, { ...zone, version })
    }
    return zone.areaId
  }

  #writeCluster({ version, ...draft }: DraftCluster): AreaId {
    const { database, chance, clock } = this.#services
    const zones = draft.settings.zones.map((zoneId) => this.idOf(zoneId))
    const cluster = {
      ...draft,
      clusterId: this.#realId(draft.clusterId, 'cum'),
      areaId: this.idOf(draft.areaId),
      settings: { ...draft.settings, zones },
    }
    checkZones(database, zones, cluster.areaId)
    if (version === null) {
      const mediaSecret = Buffer.from(chance.bytes(32)).toString('base64url')
      insertCluster(database, { ...cluster, mediaSecret, createdAt: clock.now() })
    } else {
      const now = findCluster(database, cluster.clusterId)
      this.#checkVersion(cluster.clusterId, now?.version, version)
      replaceCluster(database, { ...cluster, version: now?.version ?? version })
    }
    return cluster.areaId
  }

  #realId(id: Id, prefix: string): Id {
    if (!id.startsWith('#')) return id
    const real = newId(prefix, this.#services.chance)
    this.#ids.set(id, real)
    return real
  }

  #checkVersion(id: Id, now: number | undefined, planned: number): void {
    if (now === planned || (now !== undefined && this.#changedByUs.has(id))) return
    throw new CodedError('changedMeanwhile', `${id} was changed while the import ran`)
  }
}
