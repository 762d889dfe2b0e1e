import type { Clock, OpenDatagramSocket, StreamAddress } from '@tieng-lang/protocol'
import type { MemoryLink } from './memory-link.ts'

/** Below the ports that a machine gives out by itself (RFC 6335 §6). */
const CLUSTER_PORT = 40_000
const HOSTS_MAX = 2 ** 16

interface Endpoint {
  /** Of the machine that listens there: what comes after its end is nobody's. */
  clock: Clock
  take: (bytes: Uint8Array, from: StreamAddress) => void
  /** Which way leads there; undefined for what stands in the open. */
  link: MemoryLink | undefined
}

/** UDP between a server in the open and clusters each behind its own link, on which a datagram may be lost, late or doubled. */
export class MemoryDatagrams {
  readonly #endpoints = new Map<string, Endpoint>()
  #count = 0

  /** Sockets of a machine in the open, at the host and port that they ask for; a later life takes the place of a former. */
  inTheOpen(clock: Clock): OpenDatagramSocket {
    return async ({ host, port, onDatagram }) => {
      const address = { host, port }
      const take: Endpoint['take'] = (bytes, from) => onDatagram(bytes, from, clock.monotonicMs())
      const endpoint = { clock, take, link: undefined }
      return this.#bind(address, endpoint)
    }
  }

  /** Sockets of a machine behind this link, each at an address of its own. */
  behind(link: MemoryLink, clock: Clock): OpenDatagramSocket {
    return async ({ onDatagram }) => {
      this.#count = (this.#count + 1) % HOSTS_MAX
      const host = `10.1.${this.#count >> 8}.${this.#count & 0xff}`
      const take: Endpoint['take'] = (bytes, from) => onDatagram(bytes, from, clock.monotonicMs())
      return this.#bind({ host, port: CLUSTER_PORT }, { clock, take, link })
    }
  }

  #bind(address: StreamAddress, endpoint: Endpoint) {
    const name = nameOf(address)
    this.#endpoints.set(name, endpoint)
    return {
      port: address.port,
      send: (bytes: Uint8Array, to: StreamAddress) =>
        this.#send(Uint8Array.from(bytes), endpoint, address, to),
      close: async () => {
        if (this.#endpoints.get(name) === endpoint) this.#endpoints.delete(name)
      },
    }
  }

  #send(bytes: Uint8Array, from: Endpoint, address: StreamAddress, to: StreamAddress): void {
    const target = this.#endpoints.get(nameOf(to))
    const link = from.link ?? target?.link
    if (!target || !link) return
    const delays = link.datagram(from.link ? 'up' : 'down')
    for (const delayMs of delays) target.clock.after(delayMs, () => target.take(bytes, address))
  }
}

function nameOf({ host, port }: StreamAddress): string {
  return `${host}:${port}`
}
