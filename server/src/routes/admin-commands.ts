import { commandClusters, sendTime } from '../broadcasting/commands/cluster-commands.ts'
import { stopBroadcast } from '../broadcasting/commands/stop-broadcast.ts'
import type { Services } from '../broadcasting/services.ts'
import type { HttpServer } from './http-server.ts'
import { operatorOf } from './operator.ts'
import { CommandOrder, StopOrder, TimeOrder } from './shapes/requests.ts'

/** Orders to clusters; the answer holds one line a cluster, acknowledged or not. */
export function adminCommandRoutes(server: HttpServer, services: Services): void {
  server.post('/api/v1/commands', { schema: { body: CommandOrder } }, async (request) =>
    commandClusters(services, { ...request.body, givenBy: operatorOf(request) }),
  )
  server.post('/api/v1/stops', { schema: { body: StopOrder } }, async (request) =>
    stopBroadcast(services, { ...request.body, givenBy: operatorOf(request) }),
  )
  server.post('/api/v1/times', { schema: { body: TimeOrder } }, async (request) =>
    sendTime(services, request.body.clusterId, operatorOf(request)),
  )
}
