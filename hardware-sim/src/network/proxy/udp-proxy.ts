import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { NetworkLink } from '../network-link.ts'
import type { Target } from './proxied-connection.ts'

/** Headers of IPv4 and UDP, which take their share of the link. */
const HEADER_BYTES = 28
/** Datagrams on their way in both directions together; beyond that they are lost, as in any queue. */
const UNDERWAY_MAX = 4_096
/** Senders behind the proxy; the one that was silent longest makes room. */
const FLOWS_MAX = 64

export interface UdpProxyOptions {
  link: NetworkLink
  target: Target
}

/** One sender behind the NAT, and the port that it has on the other side. */
interface Flow {
  near: Pick<RemoteInfo, 'address' | 'port'>
  far: Socket
  boundAtMs: number
}

/**
 * A port on 127.0.0.1 behind which the target lies at the other end of a simulated link with a NAT on the way: each
 * sender has a source port of its own at the target, and another one after each rebinding. What is sent back to the
 * former port is lost, and so is everything for a sender that has not sent since.
 */
export class UdpProxy {
  readonly #options: UdpProxyOptions
  readonly #near = createSocket('udp4')
  /** By `address:port` of the sender, the one that spoke last at the end. */
  readonly #flows = new Map<string, Flow>()
  #underway = 0
  #isStopped = false
  /** Datagrams lost because too many were on their way. */
  overflows = 0

  constructor(options: UdpProxyOptions) {
    this.#options = options
  }

  get port(): number {
    return this.#near.address().port
  }

  /** Takes any free port. */
  start(): Promise<void> {
    this.#near.on('message', (bytes, from) => this.#sendUp(bytes, from))
    return new Promise((resolve, reject) => {
      this.#near.once('error', reject)
      this.#near.bind(0, '127.0.0.1', resolve)
    })
  }

  /** The NAT forgets every mapping now. */
  rebind(): void {
    for (const key of [...this.#flows.keys()]) this.#forget(key)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.rebind()
    this.#near.close()
  }

  #sendUp(bytes: Buffer, from: RemoteInfo): void {
    const { target } = this.#options
    this.#travel('up', bytes, () => {
      if (!this.#isStopped) this.#flowOf(from).far.send(bytes, target.port, target.host)
    })
  }

  #flowOf({ address, port }: RemoteInfo): Flow {
    const key = `${address}:${port}`
    const known = this.#flows.get(key)
    if (known && !this.#isForgotten(known)) {
      this.#flows.delete(key)
      this.#flows.set(key, known)
      return known
    }
    this.#forget(key)
    const [eldest] = this.#flows.keys()
    if (this.#flows.size >= FLOWS_MAX && eldest !== undefined) this.#forget(eldest)
    const far = createSocket('udp4').on('error', () => {})
    const flow = { near: { address, port }, far, boundAtMs: this.#options.link.clock.monotonicMs() }
    far.on('message', (bytes) => this.#sendDown(bytes, key, flow))
    this.#flows.set(key, flow)
    return flow
  }

  #sendDown(bytes: Buffer, key: string, flow: Flow): void {
    if (this.#isForgotten(flow)) {
      this.#forget(key)
      return
    }
    this.#travel('down', bytes, () => {
      if (!this.#isStopped) this.#near.send(bytes, flow.near.port, flow.near.address)
    })
  }

  #isForgotten({ boundAtMs }: Flow): boolean {
    const { clock, profile } = this.#options.link
    return profile.rebindEveryMs !== null && clock.monotonicMs() - boundAtMs >= profile.rebindEveryMs
  }

  #forget(key: string): void {
    const flow = this.#flows.get(key)
    if (!flow) return
    this.#flows.delete(key)
    flow.far.close()
  }

  #travel(direction: 'up' | 'down', bytes: Buffer, arrive: () => void): void {
    const { link } = this.#options
    const nowMs = link.clock.monotonicMs()
    for (const arrivalMs of link[direction].datagram(nowMs, bytes.length + HEADER_BYTES)) {
      if (this.#underway >= UNDERWAY_MAX) {
        this.overflows += 1
        continue
      }
      this.#underway += 1
      link.clock.after(arrivalMs - nowMs, () => {
        this.#underway -= 1
        arrive()
      })
    }
  }
}
