import { type AddressInfo, createServer, type Server } from 'node:net'
import type { NetworkLink } from '../network-link.ts'
import { ProxiedConnection, type Target } from './proxied-connection.ts'

/** More at once are turned away. */
const CONNECTIONS_MAX = 200

export interface TcpProxyOptions {
  link: NetworkLink
  target: Target
}

/** A door on 127.0.0.1 behind which the target lies at the other end of a simulated link. */
export class TcpProxy {
  readonly #options: TcpProxyOptions
  readonly #connections = new Set<ProxiedConnection>()
  #server: Server | undefined

  constructor(options: TcpProxyOptions) {
    this.#options = options
  }

  /** Where to connect, once it has started. */
  get port(): number {
    // A listening TCP server has an address of this kind.
    return (this.#server?.address() as AddressInfo | undefined)?.port ?? 0
  }

  get connectionCount(): number {
    return this.#connections.size
  }

  /** Takes any free port. */
  start(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (near) => {
      const connection = new ProxiedConnection(this.#options.link, near, this.#options.target)
      this.#connections.add(connection)
      connection.onOver = () => this.#connections.delete(connection)
      connection.start()
    })
    server.maxConnections = CONNECTIONS_MAX
    this.#server = server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
  }

  /** Cuts every connection without a word, as a power cut of the modem does; new ones are taken. */
  cut(): void {
    for (const connection of [...this.#connections]) connection.stop()
  }

  async stop(): Promise<void> {
    this.#server?.close()
    this.cut()
  }
}
