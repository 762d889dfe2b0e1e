import { createServer, type Server, type Socket } from 'node:net'
import { CodedError } from '@tieng-lang/protocol'

export interface ListenerOptions {
  host: string
  port: number
  connectionsMax: number
  onSocket(socket: Socket): void
  onTooMany(): void
}

/** An open TCP listener and every connection that came in through it. */
export interface Listener {
  host: string
  port: number
  /** Stops listening and ends its connections. */
  close(): Promise<void>
}

const BACKLOG = 1_024

/** Opens a listener; rejects with `portUnavailable` where the address is taken or forbidden. */
export function openListener(options: ListenerOptions): Promise<Listener> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    if (sockets.size >= options.connectionsMax) {
      options.onTooMany()
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    options.onSocket(socket)
  })
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new CodedError('portUnavailable', `cannot listen on ${options.host}:${options.port}`, { cause }),
      ),
    )
    server.listen({ host: options.host, port: options.port, backlog: BACKLOG }, () =>
      resolve({
        host: options.host,
        port: portOf(server),
        close: () => close(server, sockets),
      }),
    )
  })
}

function close(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
