import type { Socket } from 'node:net'
import type { Clock } from '@tieng-lang/protocol'
import { Credentials } from './admission/credentials.ts'
import { RefusalLog, type RefusalReport } from './admission/refusal-log.ts'
import type { BrokerAnswers, BrokerRequest, BrokerWorkerData } from './broker-messages.ts'
import { ClientConnection } from './client-connection.ts'
import { type CheckCredentials, EmbeddedBroker } from './embedded-broker.ts'
import { type Listener, openListener } from './listener.ts'
import { ServerFlow } from './server-flow.ts'

/** The server's own connections: one, and room for its reconnection and for a tool beside it. */
const SERVER_CONNECTIONS_MAX = 16

/**
 * The broker with its two listeners, as it lives in the worker. The private one is on loopback and takes only the
 * server's own secret; it is open from the start, so that all documents are retained before the public one opens.
 */
export class BrokerService {
  readonly #data: BrokerWorkerData
  readonly #clock: Clock
  readonly #refusals: RefusalLog
  readonly #broker: EmbeddedBroker
  readonly #clusters = new Credentials()
  readonly #servers = new Credentials()
  #privateListener: Listener | undefined
  #publicListener: Listener | undefined

  constructor(data: BrokerWorkerData, clock: Clock, onRefusals: (reports: RefusalReport[]) => void) {
    this.#data = data
    this.#clock = clock
    this.#refusals = new RefusalLog(clock, onRefusals)
    const { serverUnacknowledgedMax: unacknowledgedMax, drainTimeoutMs: stuckMs } = data.limits
    const flow = new ServerFlow({ clock, unacknowledgedMax, stuckMs })
    this.#broker = new EmbeddedBroker({ limits: data.limits, refusals: this.#refusals, flow })
  }

  /** Opens the private listener; the answer is its port. */
  async start(): Promise<number> {
    const { limits, serverAccount } = this.#data
    this.#servers.allow(serverAccount)
    await this.#broker.start()
    this.#privateListener = await openListener({
      host: '127.0.0.1',
      port: 0,
      connectionsMax: SERVER_CONNECTIONS_MAX,
      onSocket: (socket) => this.#serve(socket, this.#servers, limits.pendingBytesPerServerMax),
      onTooMany: () => this.#refusals.add('tooManyConnections', { username: undefined }),
    })
    return this.#privateListener.port
  }

  async handle(request: BrokerRequest): Promise<BrokerAnswers[BrokerRequest['name']]> {
    switch (request.name) {
      case 'allow':
        for (const account of request.accounts) this.#clusters.allow(account)
        return undefined
      case 'forbid':
        this.#clusters.forbid(request.username)
        this.#broker.drop(request.username)
        return undefined
      case 'openListener':
        return this.#openPublicListener(request)
      case 'closeListener':
        return this.#closePublicListener()
      case 'stats':
        return { ...this.#broker.stats(), refusals: { ...this.#refusals.totals } }
      case 'stop':
        await this.#closePublicListener()
        await this.#privateListener?.close()
        await this.#broker.stop()
        return undefined
    }
  }

  async #openPublicListener(at: { host: string; port: number }): Promise<{ host: string; port: number }> {
    await this.#closePublicListener()
    const { limits } = this.#data
    this.#publicListener = await openListener({
      host: at.host,
      port: at.port,
      connectionsMax: limits.connectionsMax,
      onSocket: (socket) => this.#serve(socket, this.#clusters, limits.pendingBytesPerClientMax),
      onTooMany: () => this.#refusals.add('tooManyConnections', { username: undefined }),
    })
    return { host: this.#publicListener.host, port: this.#publicListener.port }
  }

  async #closePublicListener(): Promise<undefined> {
    const listener = this.#publicListener
    this.#publicListener = undefined
    await listener?.close()
    return undefined
  }

  #serve(socket: Socket, credentials: Credentials, pendingBytesMax: number): void {
    const connection = new ClientConnection(socket, { ...this.#data.limits, pendingBytesMax }, this.#clock)
    const check: CheckCredentials = (username, password) => credentials.check(username, password)
    this.#broker.serve(connection.attach(), check)
  }
}
