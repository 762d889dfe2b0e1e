import type { AreaId } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import { AREA_LEVELS_MAX, type Area, listAreas, listAreasOf } from './areas.ts'

/** The newest change of the areas that a tree knows of. */
interface Revision {
  changeId: number
  token: string
}

/**
 * All areas as they stand at one revision, in memory. Take it anew with `areaTree` for each piece of work and do not
 * keep it: what is asked of it is answered without a statement.
 */
export class AreaTree {
  readonly revision: Revision
  readonly #areas: ReadonlyMap<AreaId, Area>
  readonly #children: ReadonlyMap<AreaId | null, readonly Area[]>
  readonly #paths = new Map<AreaId, readonly Area[]>()
  #byName: Area[] | undefined

  constructor(
    revision: Revision,
    areas: ReadonlyMap<AreaId, Area>,
    children: ReadonlyMap<AreaId | null, readonly Area[]>,
  ) {
    this.revision = revision
    this.#areas = areas
    this.#children = children
  }

  /** By name, all of them. */
  all(): readonly Area[] {
    this.#byName ??= [...this.#areas.values()].sort(byName)
    return this.#byName
  }

  count(): number {
    return this.#areas.size
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
    if (path.length > 0) this.#paths.set(areaId, path)
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

  /** The tree after these areas were changed: each is as in `now`, or gone. What did not change is shared. */
  after(revision: Revision, changed: readonly AreaId[], now: readonly Area[]): AreaTree {
    const areas = new Map(this.#areas)
    for (const areaId of changed) areas.delete(areaId)
    for (const area of now) areas.set(area.areaId, area)
    const gone = new Set(changed)
    const children = new Map(this.#children)
    const before = changed.flatMap((areaId) => this.#areas.get(areaId) ?? [])
    for (const parentId of new Set([...before, ...now].map((area) => area.parentId))) {
      const stayed = (children.get(parentId) ?? []).filter(({ areaId }) => !gone.has(areaId))
      const come = now.filter((area) => area.parentId === parentId)
      children.set(parentId, [...stayed, ...come].sort(byName))
    }
    return new AreaTree(revision, areas, children)
  }
}

function byName(a: Area, b: Area): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.areaId < b.areaId ? -1 : 1
}

function wholeTree(database: Database, revision: Revision): AreaTree {
  const areas = listAreas(database)
  const children = new Map<AreaId | null, Area[]>()
  for (const area of areas) {
    const siblings = children.get(area.parentId)
    if (siblings) siblings.push(area)
    else children.set(area.parentId, [area])
  }
  for (const siblings of children.values()) siblings.sort(byName)
  return new AreaTree(revision, new Map(areas.map((area) => [area.areaId, area])), children)
}

const CHANGES = query.selectFrom('areaChanges').select(['changeId', 'token'])
const NEWEST = CHANGES.orderBy('changeId', 'desc').limit(1).compile()
const newest = { compile: () => NEWEST }
/** More than so many changes at once are read as a whole tree. */
const CHANGES_FOLLOWED_MAX = 500
const trees = new WeakMap<Database, AreaTree>()

/** The areas as they are now. After a change only what changed is read, which the database itself notes down. */
export function areaTree(database: Database): AreaTree {
  const revision = database.row(newest) ?? { changeId: 0, token: '' }
  const known = trees.get(database)
  if (known?.revision.changeId === revision.changeId && known.revision.token === revision.token) return known
  const tree = (known && followed(database, known, revision)) ?? wholeTree(database, revision)
  trees.set(database, tree)
  return tree
}

/** Undefined where the known tree is no forerunner of this revision (a transaction was rolled back), or too old a one. */
function followed(database: Database, known: AreaTree, revision: Revision): AreaTree | undefined {
  const { changeId, token } = known.revision
  const since = CHANGES.select('areaId').where('changeId', '>=', changeId).orderBy('changeId')
  const [own, ...changes] = database.rows(since.limit(CHANGES_FOLLOWED_MAX + 2))
  if (own?.changeId !== changeId || own.token !== token || changes.length > CHANGES_FOLLOWED_MAX)
    return undefined
  const areaIds = [...new Set(changes.map(({ areaId }) => areaId))]
  return known.after(revision, areaIds, listAreasOf(database, areaIds))
}

/** From the root down to the area itself; empty where there is no such area. */
export function findAreaPath(database: Database, areaId: AreaId): readonly Area[] {
  return areaTree(database).pathOf(areaId)
}
