import type { AreaId } from '@tieng-lang/protocol'
import { AREA_LEVELS_MAX, type Area, listAreas } from './areas.ts'
import { type Database, query } from './database.ts'

/**
 * All areas as they stand at one revision, in memory. Take it anew with `areaTree` for each piece of work and do not
 * keep it: what is asked of it is answered without a statement.
 */
export class AreaTree {
  readonly revision: string
  readonly #areas: ReadonlyMap<AreaId, Area>
  readonly #children = new Map<AreaId | null, Area[]>()
  readonly #paths = new Map<AreaId, readonly Area[]>()

  constructor(revision: string, areas: readonly Area[]) {
    this.revision = revision
    this.#areas = new Map(areas.map((area) => [area.areaId, area]))
    for (const area of areas) {
      const siblings = this.#children.get(area.parentId)
      if (siblings) siblings.push(area)
      else this.#children.set(area.parentId, [area])
    }
  }

  /** By name, all of them. */
  all(): Area[] {
    return [...this.#areas.values()]
  }

  find(areaId: AreaId): Area | undefined {
    return this.#areas.get(areaId)
  }

  /** From the root down to the area itself; empty where there is no such area. */
  pathOf(areaId: AreaId): readonly Area[] {
    const known = this.#paths.get(areaId)
    if (known) return known
    const path: Area[] = []
    for (let area = this.#areas.get(areaId); area && path.length < AREA_LEVELS_MAX; ) {
      path.unshift(area)
      area = area.parentId === null ? undefined : this.#areas.get(area.parentId)
    }
    this.#paths.set(areaId, path)
    return path
  }

  /** The ids of `pathOf`: what `mayDo` is asked about. */
  idPathOf(areaId: AreaId): AreaId[] {
    return this.pathOf(areaId).map((area) => area.areaId)
  }

  /** By name; of `null`: the roots. */
  childrenOf(areaId: AreaId | null): readonly Area[] {
    return this.#children.get(areaId) ?? []
  }

  /** The area itself and everything below it; nothing where there is no such area. */
  idsBelow(areaId: AreaId): AreaId[] {
    if (!this.#areas.has(areaId)) return []
    const ids = [areaId]
    // The list grows while it is walked: each area adds its children behind those that wait.
    for (const id of ids) for (const child of this.childrenOf(id)) ids.push(child.areaId)
    return ids
  }

  /** How many levels stand from the area downwards, itself included. */
  levelsBelow(areaId: AreaId): number {
    return 1 + Math.max(0, ...this.childrenOf(areaId).map((child) => this.levelsBelow(child.areaId)))
  }
}

const REVISION = query.selectFrom('areaTreeRevision').select('revision').compile()
const built = { compile: () => REVISION }
const trees = new WeakMap<Database, AreaTree>()

/** The areas as they are now: read again only after one was changed, which the database itself notes. */
export function areaTree(database: Database): AreaTree {
  const revision = database.row(built)?.revision ?? ''
  const known = trees.get(database)
  if (known?.revision === revision) return known
  const tree = new AreaTree(revision, listAreas(database))
  trees.set(database, tree)
  return tree
}

/** From the root down to the area itself; empty where there is no such area. */
export function findAreaPath(database: Database, areaId: AreaId): readonly Area[] {
  return areaTree(database).pathOf(areaId)
}
