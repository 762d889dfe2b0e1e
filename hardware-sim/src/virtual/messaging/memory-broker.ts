import { createHash } from 'node:crypto'
import {
  type Clock,
  matchTopic,
  mayClusterPublish,
  mayClusterSubscribe,
  TOPIC_PREFIX,
  TOPICS,
  type TransportMessage,
  type Will,
} from '@tieng-lang/protocol'
import { filterMatches, hasWildcard } from './topic-filter.ts'

export interface MemoryAccount {
  username: string
  role: 'cluster' | 'server'
  password?: string
  /** Hex, where only the hash of the password is known. */
  secretSha256?: string
}

/** What a client asks for in CONNECT. */
export interface MemoryConnect {
  clientId: string
  username: string
  password: string
  will: Will | undefined
  keepAliveS: number
}

/** The broker's side of one connection calls these; the connection itself is the link's business. */
export interface MemoryPeer {
  deliver(message: TransportMessage): void
  /** The broker ends the connection. */
  close(): void
}

/** A client's session at the broker, as long as its connection. */
export interface MemorySession {
  /** Whatever is refused is acknowledged and dropped, as the real brokers do. */
  publish(message: TransportMessage): void
  /** Which filters were refused; the others hold. */
  subscribe(filters: readonly string[]): string[]
  /** What is retained under filters just granted, after SUBACK as the real brokers send it. */
  sendRetained(filters: readonly string[]): void
  unsubscribe(filters: readonly string[]): void
  /** `clean` after DISCONNECT: then the Will is not sent. */
  end(options: { isClean: boolean }): void
}

interface Session {
  account: MemoryAccount
  clientId: string
  peer: MemoryPeer
  will: Will | undefined
  exact: Set<string>
  wildcards: Set<string>
}

const RECEIVERS_MAX = 10_000

/** The twin of the real brokers: retained messages, Wills, clean sessions, and the same rules of access. */
export class MemoryBroker {
  readonly clock: Clock
  readonly #accounts = new Map<string, MemoryAccount>()
  readonly #retained = new Map<string, TransportMessage>()
  readonly #sessions = new Map<string, Session>()
  readonly #byExactFilter = new Map<string, Set<Session>>()
  readonly #receivers = new Map<string, Session[]>()
  #isRunning = true
  /** Publishes and subscriptions refused. */
  refusals = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  allow(account: MemoryAccount): void {
    this.#accounts.set(account.username, account)
  }

  forbid(username: string): void {
    this.#accounts.delete(username)
    for (const session of [...this.#sessions.values()])
      if (session.account.username === username) this.#end(session, { isClean: false })
  }

  /** The broker dies: no Will is sent, and what was retained is gone unless it is kept (as Mosquitto may). */
  stop(options: { keepsRetained: boolean } = { keepsRetained: false }): void {
    this.#isRunning = false
    if (!options.keepsRetained) this.#retained.clear()
    const sessions = [...this.#sessions.values()]
    this.#sessions.clear()
    this.#byExactFilter.clear()
    this.#receivers.clear()
    for (const session of sessions) session.peer.close()
  }

  start(): void {
    this.#isRunning = true
  }

  /** A session, or the return code of CONNACK with which it is refused; undefined where nobody listens. */
  connect(connect: MemoryConnect, peer: MemoryPeer): MemorySession | { returnCode: number } | undefined {
    if (!this.#isRunning) return undefined
    const account = this.#accounts.get(connect.username)
    if (!account || !isRight(account, connect.password)) return { returnCode: 4 }
    if (account.role === 'cluster' && connect.clientId !== connect.username) return { returnCode: 2 }
    if (connect.will && !mayPublish(account, connect.will)) return { returnCode: 5 }
    const older = this.#sessions.get(connect.clientId)
    if (older) this.#end(older, { isClean: false })
    const session: Session = {
      account,
      clientId: connect.clientId,
      peer,
      will: connect.will,
      exact: new Set(),
      wildcards: new Set(),
    }
    this.#sessions.set(connect.clientId, session)
    return {
      publish: (message) => this.#publish(session, message),
      subscribe: (filters) => this.#subscribe(session, filters),
      sendRetained: (filters) => {
        for (const message of filters.flatMap((filter) => this.#retainedUnder(filter)))
          session.peer.deliver({ ...message, isRetained: true })
      },
      unsubscribe: (filters) => {
        for (const filter of filters) this.#unsubscribe(session, filter)
      },
      end: (options) => this.#end(session, options),
    }
  }

  #publish(session: Session, message: TransportMessage): void {
    if (mayPublish(session.account, message)) this.#route(message)
    else this.refusals += 1
  }

  /** Live messages carry no retained mark; only what answers a subscription does (MQTT 3.1.1 §3.3.1.3). */
  #route(message: TransportMessage): void {
    if (message.isRetained && message.payload.length > 0) this.#retained.set(message.topic, message)
    else if (message.isRetained) this.#retained.delete(message.topic)
    const live = { ...message, isRetained: false }
    for (const session of this.#receiversOf(message.topic)) session.peer.deliver(live)
  }

  /** In the order of their connections; remembered until a subscription changes, since most topics come again. */
  #receiversOf(topic: string): Session[] {
    const known = this.#receivers.get(topic)
    if (known) return known
    const exact = this.#byExactFilter.get(topic)
    const found = [...this.#sessions.values()].filter(
      (session) => exact?.has(session) || matchesAny(session.wildcards, topic),
    )
    if (this.#receivers.size >= RECEIVERS_MAX) this.#receivers.clear()
    this.#receivers.set(topic, found)
    return found
  }

  #subscribe(session: Session, filters: readonly string[]): string[] {
    const refused = filters.filter((filter) => !maySubscribe(session.account, filter))
    this.refusals += refused.length
    for (const filter of filters) if (!refused.includes(filter)) this.#remember(session, filter)
    return refused
  }

  #retainedUnder(filter: string): TransportMessage[] {
    const exact = this.#retained.get(filter)
    if (!hasWildcard(filter)) return exact ? [exact] : []
    return [...this.#retained.values()].filter(({ topic }) => filterMatches(filter, topic))
  }

  #remember(session: Session, filter: string): void {
    this.#receivers.clear()
    if (hasWildcard(filter)) {
      session.wildcards.add(filter)
      return
    }
    session.exact.add(filter)
    const sessions = this.#byExactFilter.get(filter)
    if (sessions) sessions.add(session)
    else this.#byExactFilter.set(filter, new Set([session]))
  }

  #unsubscribe(session: Session, filter: string): void {
    this.#receivers.clear()
    session.wildcards.delete(filter)
    session.exact.delete(filter)
    const sessions = this.#byExactFilter.get(filter)
    sessions?.delete(session)
    if (sessions?.size === 0) this.#byExactFilter.delete(filter)
  }

  #end(session: Session, options: { isClean: boolean }): void {
    if (this.#sessions.get(session.clientId) !== session) return
    this.#sessions.delete(session.clientId)
    this.#receivers.clear()
    for (const filter of [...session.exact]) this.#unsubscribe(session, filter)
    session.peer.close()
    if (session.will && !options.isClean) this.#route(session.will)
  }
}

function isRight({ password, secretSha256 }: MemoryAccount, given: string): boolean {
  return secretSha256 === undefined
    ? password === given
    : createHash('sha256').update(given).digest('hex') === secretSha256
}

/** A cluster's own upward rows, within their size, retained only where the row is; a server anything of ours. */
function mayPublish(account: MemoryAccount, message: TransportMessage): boolean {
  if (account.role === 'server') return message.topic.startsWith(TOPIC_PREFIX)
  const match = matchTopic(message.topic)
  if (!match || !mayClusterPublish(account.username, message.topic)) return false
  const row = TOPICS[match.name]
  return message.payload.length <= row.bytesMax && (row.isRetained || !message.isRetained)
}

function maySubscribe(account: MemoryAccount, filter: string): boolean {
  return account.role === 'server'
    ? filter.startsWith(TOPIC_PREFIX)
    : mayClusterSubscribe(account.username, filter)
}

function matchesAny(filters: ReadonlySet<string>, topic: string): boolean {
  for (const filter of filters) if (filterMatches(filter, topic)) return true
  return false
}
