import { CodedError, Problem } from '@tieng-lang/protocol'
import { EVERY_RIGHT } from '../../access/principal.ts'
import type { Services } from '../../broadcasting/services.ts'
import { fullySignedInBy } from '../guard/signed-in-by.ts'
import type { HttpServer } from '../http/http-server.ts'
import type { SocketRoute } from '../http/socket-routes.ts'
import { type AskOnlooker, UpdateSockets } from './update-sockets.ts'

const PATH = '/api/v1/updates'
/** `/session` and `/sessions`. */
const SESSIONS = '/api/v1/session'

/** The updates socket for signed-in people: the cookie of the opening request says who. */
export function publicUpdates(server: HttpServer, services: Services): SocketRoute {
  return updatesRoute(server, services, (request) => fullySignedInBy(services, request))
}

/** The same for whoever may open the administration socket: everything. */
export function localUpdates(server: HttpServer, services: Services): SocketRoute {
  return updatesRoute(server, services, () => ({ sessionId: null, grants: EVERY_RIGHT }))
}

function updatesRoute(server: HttpServer, services: Services, ask: AskOnlooker): SocketRoute {
  const sockets = new UpdateSockets(services, ask)
  sockets.start()
  // Signing out, another password, a session ended from elsewhere: its pages notice at once.
  server.addHook('onResponse', async ({ method, url }) => {
    if (method !== 'GET' && url.startsWith(SESSIONS)) sockets.askAgain()
  })
  server.addHook('preClose', async () => sockets.stop())
  const schema = {
    summary: 'What happens, live, over a WebSocket: one `Update` a message',
    tags: ['happenings'],
    response: { 426: Problem },
  }
  server.get(PATH, { schema }, async () => {
    throw new CodedError('upgradeRequired', 'this is a WebSocket')
  })
  return { isFor: (path) => path === PATH, open: (request, opening) => sockets.open(request, opening) }
}
