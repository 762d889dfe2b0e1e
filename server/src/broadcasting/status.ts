import type { ClusterState } from '@tieng-lang/protocol'
import { type Area, listAreas } from '../storage/areas.ts'
import { listRefusals, type RefusalCount } from '../storage/refusal-counters.ts'
import type { Services } from './services.ts'

export interface ServerStatus {
  at: number
  isBrokerConnected: boolean
  addresses: Services['addresses']
  areas: Pick<Area, 'areaId' | 'parentId' | 'code' | 'name'>[]
  clusters: ClusterState[]
  refusals: RefusalCount[]
}

/** For this machine's own administration: everything. */
export function serverStatus({ clock, database, link, addresses, board }: Services): ServerStatus {
  return {
    at: clock.now(),
    isBrokerConnected: link.isConnected(),
    addresses,
    areas: listAreas(database).map(({ areaId, parentId, code, name }) => ({ areaId, parentId, code, name })),
    clusters: board.list(),
    refusals: listRefusals(database),
  }
}
