import type { AreaId, Grant } from '@tieng-lang/protocol'
import type { Database } from '../storage/database.ts'
import { type AreaTree, areaTree } from '../storage/tree/area-tree.ts'
import { PERMISSIONS, type Permission } from './permissions.ts'

/** What a person's grants let them see. */
export interface VisibleAreas {
  /** True for a grant on everything: then `areaIds` holds every area and nothing need be compared. */
  isEverywhere: boolean
  /** The granted areas and all below them. */
  areaIds: ReadonlySet<AreaId>
  /** The areas above the granted ones: shown by name only, so that the tree can be drawn. */
  ancestorIds: ReadonlySet<AreaId>
}

/** So many different sets of grants are kept for one state of the tree. */
const KEPT_MAX = 256
const kept = new WeakMap<AreaTree, Map<string, VisibleAreas>>()

/**
 * The areas on which any of these grants gives the permission (`look`, unless said otherwise). Cheap: it is worked out
 * once for each set of grants and state of the tree. An area that no longer exists gives nothing.
 */
export function visibleAreas(
  database: Database,
  grants: readonly Grant[],
  permission: Permission = 'look',
): VisibleAreas {
  const tree = areaTree(database)
  const roots = grantedAreas(grants, permission)
  const key = roots === null ? '*' : JSON.stringify(roots)
  const known = kept.get(tree) ?? new Map<string, VisibleAreas>()
  kept.set(tree, known)
  const answer = known.get(key) ?? lookAround(tree, roots)
  if (known.size >= KEPT_MAX) known.clear()
  known.set(key, answer)
  return answer
}

/** Null where a grant covers everything. */
function grantedAreas(grants: readonly Grant[], permission: Permission): AreaId[] | null {
  const roles: readonly string[] = PERMISSIONS[permission]
  const areaIds = grants.filter(({ role }) => roles.includes(role)).map(({ areaId }) => areaId)
  const named = areaIds.filter((areaId) => areaId !== null)
  return named.length < areaIds.length ? null : [...new Set(named)].sort()
}

function lookAround(tree: AreaTree, roots: readonly AreaId[] | null): VisibleAreas {
  if (roots === null)
    return {
      isEverywhere: true,
      areaIds: new Set(tree.all().map(({ areaId }) => areaId)),
      ancestorIds: new Set(),
    }
  const areaIds = new Set(roots.flatMap((root) => tree.idsBelow(root)))
  const above = roots.flatMap((root) => tree.idPathOf(root)).filter((areaId) => !areaIds.has(areaId))
  return { isEverywhere: false, areaIds, ancestorIds: new Set(above) }
}
