import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AgentConfig, type AgentParts, type RunningAgent, runAgent } from '@tieng-lang/edge-agent'
import type { Clock } from '@tieng-lang/protocol'
import { AgentProcess } from './agent-process.ts'
import { SimulatedBoard, type SimulatedBoardOptions } from './board/board.ts'
import { ClusterNetwork, type FleetNetwork } from './network/cluster-network.ts'
import type { NetworkLink } from './network/network-link.ts'

/** One simulated pole: what stands there, and how its agent enrols. */
export interface FleetCluster {
  name: string
  enrolmentCode: string
  board?: Omit<SimulatedBoardOptions, 'clock' | 'recordingPath'>
}

export interface FleetOptions {
  clock: Clock
  serverUrl: string
  /** Agents' own data, logs and recordings lie below. */
  dataDir: string
  clusters: readonly FleetCluster[]
  /** The agent's bundle: each agent is a process of its own. Without it, all agents live in this process. */
  program?: string
  /** The clock of one agent that lives in this process, where it is not `clock`: a wrong one. */
  clockOf?: (cluster: string) => Clock
  /** What one agent that lives in this process speaks MQTT with, e.g. where its time is taken; else what ships. */
  transportOf?: (cluster: string) => AgentParts['transport']
  /** Each agent reaches the server over a simulated link of its own; without it over the machine's network. */
  network?: FleetNetwork
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  onLine?: (cluster: string, line: string) => void
}

export interface FleetMember {
  name: string
  board: SimulatedBoard
  /** Without `.wav`: beside it lies the file of true times. */
  recordingPath: string
  dataDir: string
  process: AgentProcess | undefined
  agent: RunningAgent | undefined
  /** Its way to the server, where that is simulated: profiles and outages may be changed while it runs. */
  link: NetworkLink | undefined
  /** The NAT on that way forgets its mapping now. */
  rebind: () => void
}

/** Simulated boards on the far side of real sockets, each with the agent that ships. */
export class Fleet {
  readonly members: FleetMember[] = []
  readonly #options: FleetOptions
  readonly #networks = new Map<string, ClusterNetwork>()

  constructor(options: FleetOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { clusters } = this.#options
    mkdirSync(join(this.#options.dataDir, 'recordings'), { recursive: true })
    for (const cluster of clusters) this.members.push(await this.#raise(cluster))
    await Promise.all(
      this.members.map((member, index) => this.#startAgent(member, clusters[index]?.enrolmentCode)),
    )
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => this.stopAgent(member)))
    await Promise.all(this.members.map(({ board }) => board.stop()))
    await Promise.all([...this.#networks.values()].map((network) => network.stop()))
  }

  /** Ends one agent as a good citizen; its board stays powered. */
  async stopAgent(member: FleetMember): Promise<void> {
    await member.process?.stop()
    await member.agent?.stop()
    member.process = undefined
    member.agent = undefined
  }

  /** Starts an agent that was stopped, on its old data. */
  async startAgent(member: FleetMember): Promise<void> {
    await this.#startAgent(member, undefined)
  }

  async #raise({ name, board: options }: FleetCluster): Promise<FleetMember> {
    const recordingPath = join(this.#options.dataDir, 'recordings', name)
    const board = new SimulatedBoard({ ...options, clock: this.#options.clock, recordingPath })
    await board.start()
    const dataDir = join(this.#options.dataDir, 'agents', name)
    const link = await this.#connect(name)
    const rebind = () => this.#networks.get(name)?.rebind()
    return { name, board, recordingPath, dataDir, link, rebind, process: undefined, agent: undefined }
  }

  async #connect(name: string): Promise<NetworkLink | undefined> {
    const { clock, serverUrl, network: shared } = this.#options
    if (!shared) return undefined
    const network = new ClusterNetwork(name, { clock, httpUrl: serverUrl, ...shared })
    await network.start()
    this.#networks.set(name, network)
    return network.link
  }

  async #startAgent(member: FleetMember, enrolmentCode: string | undefined): Promise<void> {
    const { program, clock, clockOf, transportOf, onLine } = this.#options
    const config = this.#configOf(member, enrolmentCode)
    if (program === undefined) {
      const restart = () => {
        this.stopAgent(member).then(() => this.startAgent(member))
      }
      member.agent = await runAgent(config, restart, {
        clock: clockOf?.(member.name) ?? clock,
        ...(transportOf && { transport: transportOf(member.name) }),
      })
      return
    }
    const args = argumentsOf(config)
    member.process = new AgentProcess({ clock, program, args, onLine: (line) => onLine?.(member.name, line) })
    member.process.start()
  }

  #configOf({ name, board, dataDir }: FleetMember, enrolmentCode: string | undefined): AgentConfig {
    const via = this.#networks.get(name)?.via()
    return {
      dataDir,
      serverUrl: this.#options.serverUrl,
      ...(via && { via }),
      ...(enrolmentCode === undefined ? {} : { enrolmentCode }),
      board: { host: '127.0.0.1', port: board.modbus.port },
      output: { kind: 'pcmLink', host: '127.0.0.1', port: board.pcmLink.port },
      ...(board.tuner && {
        tunerInput: { kind: 'pcmLink', host: '127.0.0.1', port: board.tuner.link.port },
      }),
      logLevel: this.#options.logLevel ?? 'info',
    }
  }
}

function argumentsOf(config: AgentConfig): string[] {
  const { dataDir, serverUrl, via, enrolmentCode, board, output, tunerInput, logLevel } = config
  return [
    ...['--data', dataDir, '--server', serverUrl, '--log', logLevel ?? 'info'],
    ...(via ? ['--via-http', via.httpUrl, '--via-mqtt', via.mqttUrl] : []),
    ...(via?.stream ? ['--via-stream', `${via.stream.host}:${via.stream.port}`] : []),
    ...(enrolmentCode === undefined ? [] : ['--code', enrolmentCode]),
    ...(board ? ['--board', `${board.host}:${board.port}`] : []),
    ...(tunerInput?.kind === 'pcmLink' ? ['--tuner-pcm', `${tunerInput.host}:${tunerInput.port}`] : []),
    ...(output.kind === 'pcmLink' ? ['--pcm', `${output.host}:${output.port}`] : []),
  ]
}
