import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CodedError } from '@tieng-lang/protocol'
import type { HttpServer } from './http-server.ts'
import { refuseUpgrade } from './upgrade-refusal.ts'

/** What an upgrade (RFC 6455 §4.2) comes with. */
export interface Opening {
  socket: Duplex
  head: Buffer
}

/** A place where a WebSocket can be opened; it lets in and refuses by itself. */
export interface SocketRoute {
  isFor(path: string): boolean
  open(request: IncomingMessage, opening: Opening): void
}

/** Hands every upgrade to the route that it is for; anywhere else there is none. */
export function socketRoutes(server: HttpServer, routes: readonly SocketRoute[]): void {
  server.server.on('upgrade', (request: IncomingMessage, socket, head) => {
    socket.on('error', () => socket.destroy())
    const path = request.url?.split('?')[0] ?? ''
    const route = routes.find(({ isFor }) => isFor(path))
    if (route) route.open(request, { socket, head })
    else refuseUpgrade(socket, new CodedError('notFound', 'no socket here'))
  })
}
