import type { Grant, StatusAnswer } from '@tieng-lang/protocol'
import { visibleAreas } from '../access/visible-areas.ts'
import { listRefusals } from '../storage/reports/refusal-counters.ts'
import { areaTree } from '../storage/tree/area-tree.ts'
import { overviewOf } from './overview.ts'
import type { Services } from './services.ts'

/** For this machine's own administration: everything. */
export function serverStatus({ clock, database, link, addresses, board }: Services): StatusAnswer {
  return {
    at: clock.now(),
    isBrokerConnected: link.isConnected(),
    storage: database.storage(),
    addresses,
    areas: areaTree(database)
      .all()
      .map(({ areaId, parentId, code, name }) => ({ areaId, parentId, code, name })),
    clusters: board.list(),
    refusals: listRefusals(database),
  }
}

/** What a person with these grants may see of it: their areas and clusters, and nothing of how we are reached. */
export function statusFor(
  services: Services,
  grants: readonly Grant[],
): Pick<StatusAnswer, 'at' | 'isBrokerConnected' | 'areas' | 'clusters'> {
  const { areaIds } = visibleAreas(services.database, grants)
  const areas = areaTree(services.database)
    .all()
    .filter(({ areaId }) => areaIds.has(areaId))
  return {
    ...overviewOf(services, grants),
    areas: areas.map(({ areaId, parentId, code, name }) => ({ areaId, parentId, code, name })),
  }
}
