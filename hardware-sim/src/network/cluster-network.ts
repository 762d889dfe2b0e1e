import type { Clock } from '@tieng-lang/protocol'
import { SeededChance } from '../virtual/seeded-chance.ts'
import { NetworkLink } from './network-link.ts'
import type { NetworkProfile } from './profiles.ts'
import type { Target } from './proxy/proxied-connection.ts'
import { TcpProxy } from './proxy/tcp-proxy.ts'

/** What all clusters of a fleet have in common; each has a link of its own, by the same profile. */
export interface FleetNetwork {
  profile: NetworkProfile
  /** Where the server's broker really is, as it tells everyone. */
  mqttUrl: string
  /** The same seed gives each cluster the same link. */
  seed: string
}

/** The way of one cluster's agent to its server: broker and HTTP at the other end of one simulated link. */
export class ClusterNetwork {
  readonly link: NetworkLink
  readonly #http: TcpProxy
  readonly #mqtt: TcpProxy

  /** @throws where an address is one of TLS: its certificate would not be that of the proxy. */
  constructor(cluster: string, options: FleetNetwork & { clock: Clock; httpUrl: string }) {
    const { clock, profile, seed, httpUrl, mqttUrl } = options
    this.link = new NetworkLink({ clock, profile, chance: new SeededChance(`${seed} ${cluster}`) })
    this.#http = new TcpProxy({ link: this.link, target: targetOf(httpUrl, 'http:', 80) })
    this.#mqtt = new TcpProxy({ link: this.link, target: targetOf(mqttUrl, 'mqtt:', 1_883) })
  }

  async start(): Promise<void> {
    await Promise.all([this.#http.start(), this.#mqtt.start()])
  }

  async stop(): Promise<void> {
    await Promise.all([this.#http.stop(), this.#mqtt.stop()])
  }

  /** What the agent is told instead of the server's own addresses. */
  via(): { httpUrl: string; mqttUrl: string } {
    return {
      httpUrl: `http://127.0.0.1:${this.#http.port}`,
      mqttUrl: `mqtt://127.0.0.1:${this.#mqtt.port}`,
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
