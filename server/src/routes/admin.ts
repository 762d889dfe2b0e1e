import type { Services } from '../broadcasting/services.ts'
import { serverStatus } from '../broadcasting/status.ts'
import { listPlayouts } from '../storage/playouts.ts'
import { adminBulletinRoutes } from './admin-bulletins.ts'
import { adminCommandRoutes } from './admin-commands.ts'
import { adminProgrammeRoutes } from './admin-programmes.ts'
import { adminTreeRoutes } from './admin-tree.ts'
import type { HttpServer } from './http-server.ts'
import { PlayoutQuery } from './shapes/requests.ts'

const PLAYOUTS_DEFAULT = 50
const PLAYOUTS_MAX = 1_000

/** Local administration, on a Unix socket that only its owner can open. */
export function adminRoutes(server: HttpServer, services: Services): void {
  adminTreeRoutes(server, services)
  adminBulletinRoutes(server, services)
  adminProgrammeRoutes(server, services)
  adminCommandRoutes(server, services)
  server.get('/api/v1/status', async () => serverStatus(services))
  server.get('/api/v1/playouts', { schema: { querystring: PlayoutQuery } }, async ({ query }) =>
    listPlayouts(services.database, {
      ...(query.clusterId !== undefined && { clusterId: query.clusterId }),
      ...(query.dueBefore !== undefined && { dueBefore: Number(query.dueBefore) }),
      countMax: Math.min(Number(query.count ?? PLAYOUTS_DEFAULT), PLAYOUTS_MAX),
    }),
  )
}
