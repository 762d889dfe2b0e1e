import type { AreaId, ClusterId, Id } from '@tieng-lang/protocol'
import { AREA_LEVELS_MAX, type Area } from '../../../storage/tree/areas.ts'
import type { Cluster } from '../../../storage/tree/clusters.ts'
import type { StoredZone } from '../../../storage/tree/zones.ts'
import { refuse } from '../sentences.ts'

/** Version null: the import adds it. Its id is then a place-holder `#row`, which no real id can be. */
type Draft<T extends { version: number }, Left extends keyof T> = Omit<T, Left | 'version'> & {
  version: number | null
}
export type DraftArea = Draft<Area, 'createdAt'>
export type DraftZone = Draft<StoredZone, 'createdAt'>
export type DraftCluster = Draft<Cluster, 'createdAt' | 'mediaSecret' | 'toldAreaPath' | 'device'>

const PATH_SIGN = /\s*[/>]\s*/
const nameKey = (name: string) => name.normalize('NFC').toLowerCase()
const keyIn = (areaId: AreaId | null, name: string) => `${areaId ?? ''}/${nameKey(name)}`

/** The tree as it would be after the rows read so far. */
export class DraftTree {
  readonly #areas = new Map<AreaId, DraftArea>()
  readonly #zones = new Map<Id, DraftZone>()
  readonly #clusters = new Map<ClusterId, DraftCluster>()
  readonly #children = new Map<AreaId | null, Set<AreaId>>()
  readonly #byCode = new Map<string, AreaId>()
  readonly #byName = new Map<string, Set<AreaId>>()
  /** By parent and name. */
  readonly #zoneAt = new Map<string, Id>()
  readonly #clusterAt = new Map<string, ClusterId>()
  readonly #scopeId: AreaId | null
  readonly #rowOf = new Map<string, number>()

  /** `scopeId`: the area below which anything may be changed; null = everywhere. */
  constructor(scopeId: AreaId | null) {
    this.#scopeId = scopeId
  }

  area(areaId: AreaId): DraftArea | undefined {
    return this.#areas.get(areaId)
  }

  zone(zoneId: Id): DraftZone | undefined {
    return this.#zones.get(zoneId)
  }

  cluster(clusterId: ClusterId): DraftCluster | undefined {
    return this.#clusters.get(clusterId)
  }

  counts() {
    return { areas: this.#areas.size, zones: this.#zones.size, clusters: this.#clusters.size }
  }

  areaOfCode(code: string): DraftArea | undefined {
    return this.#areas.get(this.#byCode.get(code) ?? '')
  }

  areaNamed(parentId: AreaId | null, name: string): DraftArea | undefined {
    const ids = [...(this.#byName.get(nameKey(name)) ?? [])]
    const areaId = ids.find((id) => this.#areas.get(id)?.parentId === parentId)
    return areaId === undefined ? undefined : this.#areas.get(areaId)
  }

  zoneNamed(areaId: AreaId, name: string): DraftZone | undefined {
    return this.#zones.get(this.#zoneAt.get(keyIn(areaId, name)) ?? '')
  }

  clusterNamed(areaId: AreaId, name: string): DraftCluster | undefined {
    return this.#clusters.get(this.#clusterAt.get(keyIn(areaId, name)) ?? '')
  }

  putArea(area: DraftArea): void {
    const before = this.#areas.get(area.areaId)
    if (before) {
      this.#children.get(before.parentId)?.delete(area.areaId)
      this.#byName.get(nameKey(before.name))?.delete(area.areaId)
      if (before.code !== null) this.#byCode.delete(before.code)
    }
    this.#areas.set(area.areaId, area)
    addTo(this.#children, area.parentId, area.areaId)
    addTo(this.#byName, nameKey(area.name), area.areaId)
    if (area.code !== null) this.#byCode.set(area.code, area.areaId)
  }

  putZone(zone: DraftZone): void {
    const before = this.#zones.get(zone.zoneId)
    if (before) this.#zoneAt.delete(keyIn(before.areaId, before.name))
    this.#zones.set(zone.zoneId, zone)
    this.#zoneAt.set(keyIn(zone.areaId, zone.name), zone.zoneId)
  }

  putCluster(cluster: DraftCluster): void {
    const before = this.#clusters.get(cluster.clusterId)
    if (before) this.#clusterAt.delete(keyIn(before.areaId, before.name))
    this.#clusters.set(cluster.clusterId, cluster)
    this.#clusterAt.set(keyIn(cluster.areaId, cluster.name), cluster.clusterId)
  }

  /** From the root down. */
  pathOf(areaId: AreaId | null): DraftArea[] {
    const path: DraftArea[] = []
    for (let next = areaId; next !== null && path.length < AREA_LEVELS_MAX; ) {
      const area = this.#areas.get(next)
      if (!area) break
      path.unshift(area)
      next = area.parentId
    }
    return path
  }

  isInScope(areaId: AreaId | null): boolean {
    if (this.#scopeId === null) return true
    return this.pathOf(areaId).some((area) => area.areaId === this.#scopeId)
  }

  /** The area that a cell means: by id, by code, or by name, with as many names above it as are needed to tell it. */
  parentIn(text: string): DraftArea {
    const area = this.#areas.get(text) ?? this.areaOfCode(text) ?? this.#areaOfPath(text)
    if (this.isInScope(area.areaId)) return area
    return refuse(`“${text}” nằm ngoài khu vực được nhập.`, `“${text}” lies outside the area of this import.`)
  }

  /** Where an empty cell puts a thing. */
  defaultParentId(): AreaId | null {
    return this.#scopeId
  }

  /** Each thing stands in one row only. Throws `RowRefused`. */
  touch(id: string, row: number): void {
    const other = this.#rowOf.get(id)
    if (other !== undefined)
      refuse(`Dòng ${other} đã nói về mục này.`, `Row ${other} is about the same thing already.`)
    this.#rowOf.set(id, row)
  }

  /** Throws `RowRefused` for a circle and for too many levels. */
  checkParent(areaId: AreaId, parentId: AreaId | null): void {
    const path = this.pathOf(parentId)
    if (path.some((area) => area.areaId === areaId))
      refuse('Không thể chuyển vào bên dưới chính nó.', 'An area cannot move below itself.')
    if (path.length + this.#levelsBelow(areaId) > AREA_LEVELS_MAX)
      refuse(`Cây có hơn ${AREA_LEVELS_MAX} cấp.`, `The tree would have more than ${AREA_LEVELS_MAX} levels.`)
  }

  #areaOfPath(text: string): DraftArea {
    const names = text.split(PATH_SIGN).map(nameKey)
    const found = [...(this.#byName.get(names.at(-1) ?? '') ?? [])].filter((areaId) => {
      const path = this.pathOf(areaId).map(({ name }) => nameKey(name))
      return this.isInScope(areaId) && names.every((name, index) => path.at(index - names.length) === name)
    })
    const [first, ...others] = found.flatMap((areaId) => this.#areas.get(areaId) ?? [])
    if (!first) refuse(`Không có khu vực nào là “${text}”.`, `There is no area “${text}”.`)
    if (others.length > 0)
      refuse(
        `Có ${found.length} khu vực tên “${text}”: hãy ghi mã, định danh, hoặc cả tên cấp trên (A / B).`,
        `${found.length} areas are called “${text}”: give the code, the id, or the names above it (A / B).`,
      )
    return first
  }

  #levelsBelow(areaId: AreaId): number {
    const children = [...(this.#children.get(areaId) ?? [])]
    return 1 + Math.max(0, ...children.map((child) => this.#levelsBelow(child)))
  }
}

function addTo<K>(sets: Map<K, Set<string>>, key: K, id: string): void {
  const known = sets.get(key)
  if (known) known.add(id)
  else sets.set(key, new Set([id]))
}
