import { mayDo, type Permission, type ProgrammeTargets } from '@tieng-lang/protocol/browser'
import { useAreas, useClusters, useZones } from '../../../api/queries.ts'
import { areaPathOf } from '../../../components/places/area-tree.ts'
import { useMaySomewhere, useSession } from '../../../session/session-context.ts'
import { areasOfTargets } from '../model/reached-clusters.ts'

/** May I do this everywhere a programme is heard? Where nothing is chosen yet: may I do it anywhere? */
export function useMayOnTargets(permission: Permission, targets: ProgrammeTargets): boolean {
  const { grants } = useSession()
  const maySomewhere = useMaySomewhere(permission)
  const { data: areas = [] } = useAreas()
  const { data: zones = [] } = useZones()
  const { data: clusters = [] } = useClusters()
  const named = areasOfTargets(targets, { zones, clusters })
  if (named.length === 0) return maySomewhere
  return named.every((areaId) => mayDo(grants, permission, areaPathOf(areas, areaId)))
}
