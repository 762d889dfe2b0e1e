import { CodedError } from '@tieng-lang/protocol'
import { Aedes, type AuthenticateError, type Client, type ConnectPacket, type PublishPacket } from 'aedes'
import { type BrokerRefusal, publishRefusal, subscribeRefusal } from './admission/access-rules.ts'
import type { BrokerAccount, CredentialCheck } from './admission/credentials.ts'
import type { BrokerLimits } from './admission/limits.ts'
import type { RefusalLog } from './admission/refusal-log.ts'
import { CleanPersistence } from './clean-persistence.ts'
import type { ClientConnection } from './client-connection.ts'
import type { ServerFlow } from './server-flow.ts'

/** Where a publish that was refused goes: acknowledged, heard by nobody. */
const REFUSED_TOPIC = '$refused'

/** MQTT 3.1.1 §3.2.2.3. */
const IDENTIFIER_REJECTED = 2
const BAD_USERNAME_OR_PASSWORD = 4
const NOT_AUTHORIZED = 5
/** What aedes answers to a keep-alive over its limit; no code of the standard. */
const KEEP_ALIVE_REFUSED = 6

export type CheckCredentials = (
  username: string | undefined,
  password: Uint8Array | undefined,
) => CredentialCheck

/** What we know of a connection beside what aedes knows. */
interface Session {
  connection: ClientConnection
  check: CheckCredentials
  connect?: ConnectPacket
  account?: BrokerAccount
  filters: Set<string>
}

export interface EmbeddedBrokerParts {
  limits: BrokerLimits
  refusals: RefusalLog
  flow: ServerFlow
}

/**
 * aedes with our rules: who may connect, publish and subscribe, one connection an identity, and a retained store of
 * ours.
 *
 * A refused publish is acknowledged and dropped, as Mosquitto does under MQTT 3.1.1, which has no negative
 * acknowledgement: a loudspeaker with one wrong message must stay within reach of an emergency. It is counted and
 * reported. A wrong password, Will, client id or session ends the connection.
 */
export class EmbeddedBroker {
  readonly #limits: BrokerLimits
  readonly #refusals: RefusalLog
  readonly #flow: ServerFlow
  readonly #persistence: CleanPersistence
  readonly #aedes: Aedes
  readonly #sessions = new WeakMap<object, Session>()
  /** The live connections of each username: one for a cluster, any number for a server. */
  readonly #connected = new Map<string, Set<ClientConnection>>()
  readonly #servers = new Set<ClientConnection>()
  /** Clients whose one message under way was let through to the server. */
  readonly #passing = new WeakSet<Client>()

  constructor({ limits, refusals, flow }: EmbeddedBrokerParts) {
    this.#limits = limits
    this.#refusals = refusals
    this.#flow = flow
    this.#persistence = new CleanPersistence(limits)
    this.#aedes = new Aedes({
      persistence: this.#persistence,
      // No bound on messages under way: nothing waits for a slow reader (see ClientConnection), so none is needed.
      concurrency: 0,
      drainTimeout: limits.drainTimeoutMs,
      keepaliveLimit: limits.keepAliveSMax,
      connectTimeout: limits.connectTimeoutMs,
      maxTopicLevels: limits.topicLevelsMax,
      preConnect: (client, packet, done) => {
        this.#sessionOf(client).connect = packet
        done(null, true)
      },
      authenticate: (client, username, password, done) => {
        const refusal = this.#authenticate(client, username, password)
        done(refusal, refusal === null)
      },
      authorizePublish: (client, packet, done) => {
        const refusal = this.#authorizePublish(client, packet)
        if (refusal || !this.#hasServer() || !this.#isOf(client, 'cluster')) done(refusal)
        else this.#letThrough(client, done)
      },
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.#maySubscribe(client, subscription.topic, subscription.qos) ? subscription : null),
      authorizeForward: (client, packet) => (this.#mayForward(client, packet) ? packet : null),
    })
  }

  async start(): Promise<void> {
    // What a client did wrong ends its connection; there is nothing more to do about it here.
    this.#aedes.on('clientError', () => {})
    this.#aedes.on('connectionError', (_client, error) => {
      if ('errorCode' in error && error.errorCode === KEEP_ALIVE_REFUSED)
        this.#refusals.add('keepAliveTooLong', { username: '' })
    })
    this.#aedes.on('publish', (_packet, client) => {
      if (client && this.#passing.delete(client)) this.#flow.notePublished()
    })
    this.#aedes.on('ack', (_packet, client) => {
      if (this.#isOf(client, 'server')) this.#flow.noteAcknowledged()
    })
    this.#aedes.on('unsubscribe', (filters, client) => {
      for (const filter of filters) this.#sessionOf(client).filters.delete(filter)
    })
    await this.#aedes.listen()
  }

  /** Serves one connection; `check` says who it may be. */
  serve(connection: ClientConnection, check: CheckCredentials): void {
    const session: Session = { connection, check, filters: new Set() }
    this.#sessions.set(connection, session)
    connection.once('close', () => {
      const { account } = session
      if (account) this.#forget(account, connection)
      const code = connection.endedBy?.code
      if (code === 'packetOversized' || code === 'slowConsumer')
        this.#refusals.add(code, { username: account?.username })
    })
    this.#aedes.handle(connection)
  }

  /** Ends every connection of an identity. */
  drop(username: string): void {
    for (const connection of this.#connected.get(username) ?? []) connection.destroy()
  }

  stats(): { clients: number; retainedTopics: number; retainedBytes: number } {
    const { retainedTopics, retainedBytes } = this.#persistence
    const clients = [...this.#connected.values()].reduce((sum, connections) => sum + connections.size, 0)
    return { clients, retainedTopics, retainedBytes }
  }

  stop(): Promise<void> {
    this.#flow.stop()
    for (const username of this.#connected.keys()) this.drop(username)
    return new Promise((resolve) => this.#aedes.close(resolve))
  }

  #remember({ username, role }: BrokerAccount, connection: ClientConnection): void {
    if (role === 'server') this.#servers.add(connection)
    const connections = this.#connected.get(username)
    if (connections) connections.add(connection)
    else this.#connected.set(username, new Set([connection]))
  }

  #forget({ username }: BrokerAccount, connection: ClientConnection): void {
    if (this.#servers.delete(connection)) this.#flow.reset()
    const connections = this.#connected.get(username)
    connections?.delete(connection)
    if (connections?.size === 0) this.#connected.delete(username)
  }

  #sessionOf(client: Client): Session {
    const session = this.#sessions.get(client.conn)
    if (!session) throw new CodedError('unknownConnection', 'a client without a connection of ours')
    return session
  }

  #authenticate(
    client: Client,
    username: string | undefined,
    password: Uint8Array | undefined,
  ): AuthenticateError | null {
    const session = this.#sessionOf(client)
    const checked = session.check(username, password)
    if (!checked.ok) return this.#refuseConnect(BAD_USERNAME_OR_PASSWORD, checked.code, username)
    const { account } = checked
    if (account.role === 'cluster' && client.id !== account.username)
      return this.#refuseConnect(IDENTIFIER_REJECTED, 'clientIdMismatch', username)
    if (!client.clean) return this.#refuseConnect(NOT_AUTHORIZED, 'persistentSession', username)
    const will = session.connect?.will
    if (will && ((will.qos ?? 0) > 1 || publishRefusal(account, will)))
      return this.#refuseConnect(NOT_AUTHORIZED, 'willNotAllowed', username)
    // The newer connection takes over (MQTT 3.1.1 §3.1.4); aedes does so by client id, this by identity.
    if (account.role === 'cluster') this.drop(account.username)
    session.account = account
    this.#remember(account, session.connection)
    return null
  }

  #refuseConnect(returnCode: number, code: BrokerRefusal, username: string | undefined): AuthenticateError {
    this.#refusals.add(code, { username })
    return Object.assign(new Error(code), { returnCode })
  }

  /** An error ends the connection; a refused publish is turned into one that nobody hears. */
  #authorizePublish(client: Client | null, packet: PublishPacket): Error | null {
    const account = client ? this.#sessionOf(client).account : undefined
    if (!account) return new CodedError('publishNotAllowed', 'nobody may not publish')
    const { username } = account
    if (packet.qos > 1) {
      this.#refusals.add('qosNotSupported', { username, topic: packet.topic })
      return new CodedError('qosNotSupported', 'at most QoS 1')
    }
    const refusal =
      publishRefusal(account, packet) ??
      (packet.retain && !this.#persistence.hasRoomFor(packet) ? 'retainedFull' : undefined)
    if (!refusal) return null
    this.#refusals.add(refusal, { username, topic: packet.topic })
    packet.topic = REFUSED_TOPIC
    packet.payload = Buffer.alloc(0)
    packet.retain = false
    return null
  }

  #maySubscribe(client: Client, filter: string, qos: number): boolean {
    const { account, filters } = this.#sessionOf(client)
    if (!account) return false
    const refusal =
      subscribeRefusal(account, filter) ??
      (qos > 1 ? 'qosNotSupported' : undefined) ??
      (!filters.has(filter) && filters.size >= this.#limits.subscriptionsPerClientMax
        ? 'tooManySubscriptions'
        : undefined)
    if (refusal) this.#refusals.add(refusal, { username: account.username, topic: filter })
    else filters.add(filter)
    return refusal === undefined
  }

  #letThrough(client: Client | null, done: (error: null) => void): void {
    this.#flow.whenRoom(() => {
      if (client) this.#passing.add(client)
      done(null)
    })
  }

  #hasServer(): boolean {
    return this.#servers.size > 0
  }

  #isOf(client: Client | null, role: BrokerAccount['role']): boolean {
    return client !== null && this.#sessionOf(client).account?.role === role
  }

  #mayForward(client: Client, { qos }: { qos: number }): boolean {
    if (!this.#isKeepingUp(client)) return false
    if (qos > 0 && this.#isOf(client, 'server')) this.#flow.noteForwarded()
    return true
  }

  #isKeepingUp(client: Client): boolean {
    const { connection } = this.#sessionOf(client)
    if (!connection.isTooSlow()) return true
    connection.refuse('slowConsumer', 'too much is left unread')
    return false
  }
}
