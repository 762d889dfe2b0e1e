import type { AreaId, Permission } from '@tieng-lang/protocol/browser'
import { mayDo } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useAreas } from '../../api/queries.ts'
import { useSession } from '../../session/session-context.ts'
import { areaPathOf } from '../places/area-tree.ts'

/** May I do this in an area? For pages with many places: each area is looked up once. */
export function useMayIn(permission: Permission): (areaId: AreaId) => boolean {
  const { grants } = useSession()
  const { data: areas } = useAreas()
  return useMemo(() => {
    const known = new Map<AreaId, boolean>()
    return (areaId) => {
      const before = known.get(areaId)
      if (before !== undefined) return before
      const may = mayDo(grants, permission, areaPathOf(areas ?? [], areaId))
      known.set(areaId, may)
      return may
    }
  }, [areas, grants, permission])
}
