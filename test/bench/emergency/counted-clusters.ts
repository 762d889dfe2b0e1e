import {
  AGENT_VERSION,
  enrol,
  httpMediaClient,
  type MediaClient,
  openIdentity,
  type RunningAgent,
  startAgent,
  storeEnrolment,
} from '@tieng-lang/edge-agent'
import { type FleetCluster, NETWORK_PROFILES } from '@tieng-lang/hardware-sim'
import { ed25519Check } from '@tieng-lang/protocol'
import { mqttTransport, systemChance, systemClock } from '@tieng-lang/protocol/node'
import { ClusterNetwork } from '../../../hardware-sim/src/network/index.ts'
import {
  CountedOutput,
  type CountedRun,
  MemoryDisk,
  VirtualBoard,
} from '../../../hardware-sim/src/virtual/index.ts'
import type { HalfStart, Way } from './half.ts'
import { SharedMedia } from './shared-media.ts'

const WARM_UP_MS = 300
const DISK_BYTES = 100_000_000
/** Enrolled at once; each makes a key and asks the server. */
const AT_ONCE = 20
/** An instant on the wall clock and the same on the monotonic one differ by rounding. */
const ROUNDING_MS = 1
const WARM_LOOK_MS_MAX = 5_000

/**
 * The agent that ships with its real envelopes, MQTT and link, on parts in memory where a thousand of them could not
 * share a machine: disk, board, and an output that counts what it is given. Their audio does not cross the link.
 */
export class CountedClusters {
  readonly #way: Way
  readonly #clusters: readonly FleetCluster[]
  readonly #running: { name: string; agent: RunningAgent; network: ClusterNetwork; firsts: number[] }[] = []
  readonly #media: MediaClient

  constructor({ way, counted }: HalfStart) {
    this.#way = way
    this.#clusters = counted
    this.#media = new SharedMedia(httpMediaClient({ clock: systemClock, urls: () => [way.serverUrl] }))
  }

  async start(): Promise<void> {
    for (let at = 0; at < this.#clusters.length; at += AT_ONCE)
      await Promise.all(this.#clusters.slice(at, at + AT_ONCE).map((cluster) => this.#startOne(cluster)))
  }

  async finish(sinceAt: number): Promise<Record<string, number>> {
    const heardAt: Record<string, number> = {}
    for (const { name, firsts } of this.#running) {
      const firstAt = firsts.find((at) => at >= sinceAt)
      if (firstAt !== undefined) heardAt[name] = firstAt
    }
    await Promise.all(this.#running.map(({ agent }) => agent.stop()))
    await Promise.all(this.#running.map(({ network }) => network.stop()))
    return heardAt
  }

  async #startOne({ name, enrolmentCode }: FleetCluster): Promise<void> {
    const { serverUrl, mqttUrl, profile } = this.#way
    const network = new ClusterNetwork(name, {
      ...{ clock: systemClock, httpUrl: serverUrl, mqttUrl, seed: 'emergency' },
      profile: NETWORK_PROFILES[profile],
    })
    await network.start()
    const via = network.via()
    const files = new MemoryDisk({
      ...{ clock: systemClock, chance: systemChance, capacityBytes: DISK_BYTES },
    }).open()
    const identity = await openIdentity(files, systemChance)
    const request = {
      code: enrolmentCode,
      publicKey: identity.keyPair.publicKey,
      agentVersion: AGENT_VERSION,
    }
    const answer = await enrol({ url: via.httpUrl, request, clock: systemClock, chance: systemChance })
    const { board, output, firsts } = countedHorn()
    const agent = await startAgent({
      ...{ clock: systemClock, chance: systemChance, files, board, output },
      identity: await storeEnrolment(files, identity, answer),
      signatures: ed25519Check(),
      transport: (options) => mqttTransport({ ...options, urls: [via.mqttUrl] }, systemClock),
      media: () => this.#media,
      isRtcHealthy: () => true,
      log: { info() {}, warn() {} },
      onRestart: () => {},
    })
    this.#running.push({ name, agent, network, firsts })
  }
}

/** Instants at which something began to be heard: with the run, or when the amplifier was warm. */
function countedHorn() {
  const firsts: number[] = []
  const board = new VirtualBoard({ clock: systemClock, warmUpMs: WARM_UP_MS })
  const onRunBegun = (run: Readonly<CountedRun>) => {
    firsts.push(audibleFrom(board, run.fromAt))
    board.runBegun(run)
  }
  return { firsts, board, output: new CountedOutput({ clock: systemClock, onRunBegun }) }
}

function audibleFrom(board: VirtualBoard, fromAt: number): number {
  for (let lateMs = 0; lateMs < WARM_LOOK_MS_MAX; lateMs += 1)
    if (board.isWarmAt(fromAt + lateMs + ROUNDING_MS)) return fromAt + lateMs
  return Number.NaN
}
