import type { Clock, DatagramSocketOptions, OpenDatagramSocket, StreamAddress } from '@tieng-lang/protocol'
import { NetworkLink, type NetworkProfile } from '../../../hardware-sim/src/network/index.ts'
import { SeededChance, type VirtualClock } from '../virtual.ts'

const HEADER_BYTES = 28
const HOST = '127.0.0.1'

/** One side of the wire, by the port at which the other sees it. */
interface Endpoint {
  deliver: (bytes: Uint8Array, from: StreamAddress) => void
}

/** A cluster behind its mobile network and its NAT. */
export class VirtualUplink {
  readonly network: NetworkLink
  /** When the NAT gave out the present port (true monotonic ms). */
  boundMs = 0
  port: number | undefined

  constructor(clock: VirtualClock, profile: NetworkProfile, seed: string) {
    this.network = new NetworkLink({ clock, profile, chance: new SeededChance(seed) })
  }
}

/** UDP in virtual time: a server in the open, clusters each behind a link with a NAT that forgets. */
export class VirtualWire {
  readonly #clock: VirtualClock
  readonly #endpoints = new Map<number, Endpoint>()
  #nextPort = 10_000
  /** What has been delivered to clusters: bytes that somebody may have recorded. */
  readonly recorded: Uint8Array[] = []

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  /** Sockets in the open. */
  open(clock: Clock = this.#clock): OpenDatagramSocket {
    return async ({ onDatagram }) => {
      const port = this.#nextPort++
      const deliver = (bytes: Uint8Array, from: StreamAddress) => onDatagram(bytes, from, clock.monotonicMs())
      this.#endpoints.set(port, { deliver })
      return {
        port,
        send: (bytes, to) =>
          this.#endpoints.get(to.port)?.deliver(Uint8Array.from(bytes), { host: HOST, port }),
        close: async () => void this.#endpoints.delete(port),
      }
    }
  }

  /** Sockets behind a link; `clock` is the machine's own. */
  openBehind(uplink: VirtualUplink, clock: Clock): OpenDatagramSocket {
    return async (options) => ({
      port: 1,
      send: (bytes, to) => {
        const copy = Uint8Array.from(bytes)
        this.#travel(uplink, 'up', copy, () => {
          const port = this.#portOf(uplink, clock, options)
          this.#endpoints.get(to.port)?.deliver(copy, { host: HOST, port })
        })
      },
      close: async () => {
        if (uplink.port !== undefined) this.#endpoints.delete(uplink.port)
      },
    })
  }

  /** The port of now at the NAT; another one once it has forgotten. */
  #portOf(uplink: VirtualUplink, clock: Clock, { onDatagram }: DatagramSocketOptions): number {
    const { rebindEveryMs } = uplink.network.profile
    const nowMs = this.#clock.monotonicMs()
    const isForgotten = rebindEveryMs !== null && nowMs - uplink.boundMs >= rebindEveryMs
    if (uplink.port !== undefined && !isForgotten) return uplink.port
    const port = this.#nextPort++
    uplink.port = port
    uplink.boundMs = nowMs
    this.#endpoints.set(port, {
      deliver: (bytes, from) => {
        const age = this.#clock.monotonicMs() - uplink.boundMs
        if (uplink.port !== port || (rebindEveryMs !== null && age >= rebindEveryMs)) return
        this.#travel(uplink, 'down', bytes, () => {
          this.recorded.push(bytes)
          onDatagram(bytes, from, clock.monotonicMs())
        })
      },
    })
    return port
  }

  #travel(uplink: VirtualUplink, direction: 'up' | 'down', bytes: Uint8Array, arrive: () => void): void {
    const nowMs = this.#clock.monotonicMs()
    for (const arrivalMs of uplink.network[direction].datagram(nowMs, bytes.length + HEADER_BYTES))
      this.#clock.after(arrivalMs - nowMs, arrive)
  }
}
