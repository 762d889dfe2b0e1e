import type { Clock, StreamAddress } from '@tieng-lang/protocol'
import { SeededChance } from '../virtual/seeded-chance.ts'
import { NetworkLink } from './network-link.ts'
import type { NetworkProfile } from './profiles.ts'
import type { Target } from './proxy/proxied-connection.ts'
import { TcpProxy } from './proxy/tcp-proxy.ts'
import { UdpProxy } from './proxy/udp-proxy.ts'

/** What all clusters of a fleet have in common; each has a link of its own, by the same profile. */
export interface FleetNetwork {
  profile: NetworkProfile
  /** Where the server's broker really is, as it tells everyone. */
  mqttUrl: string
  /** Where the server really sends live sound from; without it live sound does not cross the link. */
  sender?: StreamAddress | undefined
  /** The same seed gives each cluster the same link. */
  seed: string
}

/** What an agent is told instead of the server's own addresses. */
export interface Via {
  httpUrl: string
  mqttUrl: string
  stream?: StreamAddress
}

/** The way of one cluster's agent to its server: broker, HTTP and live sound at the other end of one simulated link. */
export class ClusterNetwork {
  readonly link: NetworkLink
  readonly #http: TcpProxy
  readonly #mqtt: TcpProxy
  readonly #stream: UdpProxy | undefined

  /** @throws where an address is one of TLS: its certificate would not be that of the proxy. */
  constructor(cluster: string, options: FleetNetwork & { clock: Clock; httpUrl: string }) {
    const { clock, profile, seed, httpUrl, mqttUrl, sender } = options
    this.link = new NetworkLink({ clock, profile, chance: new SeededChance(`${seed} ${cluster}`) })
    this.#http = new TcpProxy({ link: this.link, target: targetOf(httpUrl, 'http:', 80) })
    this.#mqtt = new TcpProxy({ link: this.link, target: targetOf(mqttUrl, 'mqtt:', 1_883) })
    this.#stream = sender && new UdpProxy({ link: this.link, target: sender })
  }

  async start(): Promise<void> {
    await Promise.all([this.#http.start(), this.#mqtt.start(), this.#stream?.start()])
  }

  async stop(): Promise<void> {
    await Promise.all([this.#http.stop(), this.#mqtt.stop(), this.#stream?.stop()])
  }

  /** The NAT on the way forgets its mapping now, whatever the profile says. */
  rebind(): void {
    this.#stream?.rebind()
  }

  via(): Via {
    return {
      httpUrl: `http://127.0.0.1:${this.#http.port}`,
      mqttUrl: `mqtt://127.0.0.1:${this.#mqtt.port}`,
      ...(this.#stream && { stream: { host: '127.0.0.1', port: this.#stream.port } }),
    }
  }
}

function targetOf(url: string, protocol: string, usualPort: number): Target {
  const parsed = new URL(url)
  if (parsed.protocol !== protocol)
    throw new Error(
      `${url}: mạng giả lập chỉ nhận ${protocol}// (the simulated network takes ${protocol}// only)`,
    )
  return { host: parsed.hostname, port: parsed.port === '' ? usualPort : Number(parsed.port) }
}
