import type { StatusAnswer } from '@tieng-lang/protocol'
import { listRefusals } from '../storage/refusal-counters.ts'
import { areaTree } from '../storage/tree/area-tree.ts'
import type { Services } from './services.ts'

/** For this machine's own administration: everything. */
export function serverStatus({ clock, database, link, addresses, board }: Services): StatusAnswer {
  return {
    at: clock.now(),
    isBrokerConnected: link.isConnected(),
    addresses,
    areas: areaTree(database)
      .all()
      .map(({ areaId, parentId, code, name }) => ({ areaId, parentId, code, name })),
    clusters: board.list(),
    refusals: listRefusals(database),
  }
}
