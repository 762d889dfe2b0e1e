import { noteAck, noteHealth, notePresence } from '../broadcasting/cluster-reports.ts'
import type { PlayoutLog } from '../broadcasting/playouts/playout-log.ts'
import type { Services } from '../broadcasting/services.ts'
import { takeInbound } from '../messaging/inbound.ts'
import { removePresences } from '../storage/reports/cluster-reports.ts'

/** Everything that clusters say, to the use case that takes it; who was present in an earlier life has to say so again. */
export function connectInbound(services: Services, playoutLog: PlayoutLog): void {
  removePresences(services.database)
  services.link.onConnection((isConnected) => services.updates.tell({ kind: 'broker', isConnected }, null))
  services.database.onStorage((state) => services.updates.tell({ kind: 'storage', state }, null))
  services.link.onInbound((message) =>
    takeInbound(message, {
      onPresence: (clusterId, presence) => notePresence(services, clusterId, presence),
      onAck: (clusterId, ack) => noteAck(services, clusterId, ack),
      onHealth: (clusterId, health) => noteHealth(services, clusterId, health),
      onRecord: (clusterId, sealed) => playoutLog.take(clusterId, sealed),
      onRefused: (source, code, detail) => services.reports.count(source, code, detail),
    }),
  )
}
