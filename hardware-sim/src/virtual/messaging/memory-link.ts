import type { Chance, Clock } from '@tieng-lang/protocol'
import { LinkLane } from '../../network/link-lane.ts'
import type { Direction } from '../../network/model/direction.ts'
import type { NetworkLink } from '../../network/network-link.ts'

export type { Direction } from '../../network/model/direction.ts'

export interface MemoryLinkOptions {
  clock: Clock
  /** One-way delay, asked for each message; messages of one direction never overtake each other. */
  latencyMs?: (direction: Direction) => number
  /** The model of a real network in place of `latencyMs`: delay, loss and bandwidth by its profile, and its outages. */
  network?: NetworkLink
}

/** What a connection's own packets carry (CONNECT, acknowledgements), about. */
const SMALL_BYTES = 60

/** A network on which messages are late, come twice, or take the connection with them. */
export interface NetworkTrouble {
  chance: Chance
  /** On top of the usual latency, by chance. */
  latencyMsMax: number
  /** How likely a message is to come a second time, later (MQTT 3.1.1 §4.3.2: at least once). */
  duplicated: number
  /** How likely one is to be lost together with its connection. */
  broken: number
}

type Breakage = (direction: Direction) => void

/**
 * The network between one client and the broker, as TCP shows it: in order, late, and while a direction is blocked
 * nothing arrives in it; what was sent waits, as retransmission would have it, until it heals or the connection ends.
 */
export class MemoryLink {
  readonly #options: MemoryLinkOptions
  /** Since when (monotonic) each blocked direction is so. */
  readonly #blocked = new Map<Direction, number>()
  readonly #onBlocked = new Set<Breakage>()
  readonly #onHealed = new Set<() => void>()
  readonly #onReset = new Set<() => void>()
  /** What is wrong with it now beside partitions. */
  trouble: NetworkTrouble | undefined

  constructor(options: MemoryLinkOptions) {
    this.#options = options
    // An outage is one thing, whoever says so: the network, or whoever has this link.
    options.network?.onOutage((direction) => {
      if (options.network?.isBlocked(direction)) this.block(direction)
      else this.heal(direction)
    })
  }

  /** A partition in one direction, or in both. */
  block(...directions: Direction[]): void {
    for (const direction of directions.length === 0 ? (['up', 'down'] as const) : directions) {
      if (this.#blocked.has(direction)) continue
      this.#blocked.set(direction, this.#options.clock.monotonicMs())
      this.#options.network?.block(direction)
      for (const tell of [...this.#onBlocked]) tell(direction)
    }
  }

  /** Ends the partition in these directions, or every one; what waited arrives now. */
  heal(...directions: Direction[]): void {
    if (directions.length === 0) this.#blocked.clear()
    for (const direction of directions) this.#blocked.delete(direction)
    this.#options.network?.heal(...directions)
    for (const tell of [...this.#onHealed]) tell()
  }

  /** Cuts what is connected now, and both ends notice at once. */
  reset(): void {
    for (const tell of [...this.#onReset]) tell()
  }

  /** Whether bytes take their time by the model of a network. */
  get isModelled(): boolean {
    return this.#options.network !== undefined
  }

  isBlocked(direction: Direction): boolean {
    return this.#blocked.has(direction)
  }

  blockedSinceMs(direction: Direction): number | undefined {
    return this.#blocked.get(direction)
  }

  /** How late each copy of a datagram arrives that is sent now, in ms: none where it is lost. No datagram waits for another. */
  datagram(direction: Direction): number[] {
    if (this.isBlocked(direction)) return []
    const { trouble } = this
    const { latencyMs = () => 0 } = this.#options
    const delayMs = () => latencyMs(direction) + (trouble ? trouble.chance.next() * trouble.latencyMsMax : 0)
    if (!trouble) return [delayMs()]
    if (trouble.chance.next() < trouble.broken) return []
    return trouble.chance.next() < trouble.duplicated ? [delayMs(), delayMs()] : [delayMs()]
  }

  /** Both pipes of a new connection. */
  connect(events: { onBlocked: Breakage; onReset(): void }): LinkConnection {
    return new LinkConnection(this, {
      ...this.#options,
      listen: (connection) => {
        const onHealed = () => connection.flush()
        this.#onBlocked.add(events.onBlocked)
        this.#onReset.add(events.onReset)
        this.#onHealed.add(onHealed)
        return () => {
          this.#onBlocked.delete(events.onBlocked)
          this.#onReset.delete(events.onReset)
          this.#onHealed.delete(onHealed)
        }
      },
    })
  }
}

interface Pipe {
  lastDueMs: number
  waiting: (() => void)[]
}

/** One connection over a link. */
export class LinkConnection {
  readonly #link: MemoryLink
  readonly #clock: Clock
  readonly #latencyMs: (direction: Direction) => number
  readonly #pipes: Record<Direction, Pipe> = {
    up: { lastDueMs: 0, waiting: [] },
    down: { lastDueMs: 0, waiting: [] },
  }
  /** In place of the pipes, where there is a network. */
  readonly #lanes: Record<Direction, LinkLane> | undefined
  readonly #unlisten: () => void
  #isClosed = false

  constructor(
    link: MemoryLink,
    options: MemoryLinkOptions & { listen: (connection: LinkConnection) => () => void },
  ) {
    this.#link = link
    this.#clock = options.clock
    this.#latencyMs = options.latencyMs ?? (() => 0)
    const { network } = options
    this.#lanes = network && { up: new LinkLane(network, 'up'), down: new LinkLane(network, 'down') }
    this.#lanes?.up.start()
    this.#lanes?.down.start()
    this.#unlisten = options.listen(this)
  }

  /** Something that happens at the other end once it has travelled there; never, if the connection ends before. */
  send(direction: Direction, arrive: () => void, sizeBytes = SMALL_BYTES): void {
    const { trouble } = this.#link
    const lateMs = trouble ? trouble.chance.next() * trouble.latencyMsMax : 0
    const isLost = trouble !== undefined && trouble.chance.next() < trouble.broken
    const act = isLost ? () => this.#link.reset() : arrive
    if (this.#lanes) this.#lanes[direction].send(sizeBytes, act)
    else this.#sendThroughPipe(direction, lateMs, { act, isLost })
  }

  #sendThroughPipe(
    direction: Direction,
    lateMs: number,
    { act, isLost }: { act: () => void; isLost: boolean },
  ): void {
    const pipe = this.#pipes[direction]
    const nowMs = this.#clock.monotonicMs()
    pipe.lastDueMs = Math.max(pipe.lastDueMs, nowMs + this.#latencyMs(direction) + lateMs)
    this.#clock.after(pipe.lastDueMs - nowMs, () => {
      if (this.#isClosed) return
      const mustWait = this.#link.isBlocked(direction) || pipe.waiting.length > 0
      if (mustWait && !isLost) pipe.waiting.push(act)
      else act()
    })
  }

  /** As `send`, for a message that may come twice: the second time behind whatever was sent meanwhile. */
  sendMessage(direction: Direction, arrive: () => void, sizeBytes: number): void {
    this.send(direction, arrive, sizeBytes)
    const { trouble } = this.#link
    if (!trouble || trouble.chance.next() >= trouble.duplicated) return
    this.#clock.after(trouble.chance.next() * trouble.latencyMsMax, () => {
      if (!this.#isClosed) this.send(direction, arrive, sizeBytes)
    })
  }

  /** Delivers what waited for a direction to heal, in order. */
  flush(): void {
    for (const direction of ['up', 'down'] as const) {
      const pipe = this.#pipes[direction]
      while (!this.#isClosed && !this.#link.isBlocked(direction) && pipe.waiting.length > 0)
        pipe.waiting.shift()?.()
    }
  }

  close(): void {
    this.#isClosed = true
    this.#lanes?.up.stop()
    this.#lanes?.down.stop()
    this.#unlisten()
  }
}
