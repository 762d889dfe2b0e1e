import {
  type AgentLog,
  type AgentParts,
  type EnrolledIdentity,
  enrol,
  type MediaClient,
  openIdentity,
  type PostJson,
  type RunningAgent,
  startAgent,
  storeEnrolment,
} from '@tieng-lang/edge-agent'
import { type Chance, CodedError, type Files, type SignatureCheck } from '@tieng-lang/protocol'
import { CountedOutput, type CountedRun } from './counted-output.ts'
import { MemoryDisk } from './memory-files.ts'
import type { MemoryMedia } from './memory-media.ts'
import type { MemoryBroker } from './messaging/memory-broker.ts'
import { MemoryLink } from './messaging/memory-link.ts'
import { memoryTransport } from './messaging/memory-transport.ts'
import type { SeededChance } from './seeded-chance.ts'
import { VirtualBoard } from './virtual-board.ts'
import type { VirtualClock, VirtualClockView } from './virtual-clock.ts'

/** What all clusters of a simulation share. */
export interface VirtualWorld {
  clock: VirtualClock
  broker: MemoryBroker
  media: MemoryMedia
  /** The server's door for enrolment. */
  postJson: PostJson
  signatures: SignatureCheck
}

export interface VirtualClusterOptions {
  name: string
  enrolmentCode: string
  chance: SeededChance
  latencyMs?: () => number
  diskBytes?: number
  log?: AgentLog
  /** Changes the parts of each life of the agent, e.g. to plant a mistake. */
  agentParts?: (parts: AgentParts) => AgentParts
}

/** A run at the horn: its instants are those of the machine's wall clock but for the true ones. */
export interface HornRun extends CountedRun {
  /** Whether the amplifier was warm when it began. */
  wasWarm: boolean
  /** When it really began and ended, whatever the machine's clock showed; `trueUntilAt` is +∞ while it lasts. */
  trueFromAt: number
  trueUntilAt: number
}

const DISK_BYTES = 1_000_000_000
/** A start is rounded to a sample. */
const ROUNDING_MS = 0.1
const SILENT_LOG: AgentLog = { info() {}, warn() {} }

/** From power on to power off. */
interface Life {
  wall: VirtualClockView
  board: VirtualBoard
  output: CountedOutput
  agent: RunningAgent | undefined
  run: HornRun | undefined
}

/** One cluster of a virtual commune: the agent that ships, on a disk, a network and a board in memory. */
export class VirtualCluster {
  readonly name: string
  readonly link: MemoryLink
  readonly disk: MemoryDisk
  /** What the horn did, over all lives, in order; a run that has not ended is not in it yet. */
  readonly runs: HornRun[] = []
  readonly #world: VirtualWorld
  readonly #options: VirtualClusterOptions
  #life: Life | undefined
  #wallOffsetMs = 0
  #restarts = 0

  constructor(world: VirtualWorld, options: VirtualClusterOptions) {
    const { clock } = world
    this.name = options.name
    this.#world = world
    this.#options = options
    const { latencyMs = () => 30, diskBytes = DISK_BYTES, chance } = options
    this.link = new MemoryLink({ clock, latencyMs })
    this.disk = new MemoryDisk({ clock, chance: chance.fork('disk'), capacityBytes: diskBytes })
  }

  /** The machine's own clocks; throws while it has no power. */
  get wall(): VirtualClockView {
    if (!this.#life) throw new Error(`${this.name} has no power`)
    return this.#life.wall
  }

  /** What is at the horn now, or on its way to it. */
  get running(): Readonly<HornRun> | undefined {
    return this.#life?.run
  }

  get board(): VirtualBoard | undefined {
    return this.#life?.board
  }

  get agent(): RunningAgent | undefined {
    return this.#life?.agent
  }

  /** Power on: enrols where it has not yet, and starts the agent. Needs time to pass. */
  async start(): Promise<void> {
    const { chance } = this.#options
    const wall = this.#world.clock.view(this.#wallOffsetMs)
    const life = this.#begin(wall)
    const lifeChance = chance.fork(`life ${++this.#restarts}`)
    const files = this.disk.open()
    const identity = await this.#identity(files, wall, lifeChance)
    const parts: AgentParts = {
      clock: wall,
      chance: lifeChance,
      files,
      identity,
      signatures: this.#world.signatures,
      board: life.board,
      output: life.output,
      transport: (options) =>
        memoryTransport(options, {
          broker: this.#world.broker,
          link: this.link,
          chance: lifeChance.fork('transport'),
          clock: wall,
        }),
      media: () => overLink(this.#world.media, this.link),
      isRtcHealthy: () => true,
      log: this.#options.log ?? SILENT_LOG,
      onRestart: () => {},
    }
    life.agent = await startAgent(this.#options.agentParts?.(parts) ?? parts)
  }

  /** An orderly end. Needs time to pass. */
  async stop(): Promise<void> {
    const life = this.#life
    await life?.agent?.stop()
    this.#end()
  }

  /** The end that nobody announces: what was being written is lost or torn. `start` brings it back. */
  powerCut(): void {
    this.#life?.wall.halt()
    this.disk.powerCut()
    this.link.reset()
    void this.#life?.output.stop()
    this.#end()
  }

  #begin(wall: VirtualClockView): Life {
    if (this.#life) throw new Error(`${this.name} has power already`)
    const board = new VirtualBoard({ clock: wall })
    const trueAt = (wallAt: number) => wallAt - wall.now() + this.#world.clock.now()
    const output = new CountedOutput({
      clock: wall,
      onRunBegun: (run) => {
        const wasWarm = board.isWarmAt(run.fromAt + ROUNDING_MS)
        const trueFromAt = trueAt(run.fromAt)
        life.run = { ...run, wasWarm, trueFromAt, trueUntilAt: Number.POSITIVE_INFINITY }
        board.runBegun(run)
      },
      onRunEnded: (run) => {
        if (life.run) this.runs.push({ ...life.run, untilAt: run.untilAt, trueUntilAt: trueAt(run.untilAt) })
        life.run = undefined
      },
    })
    const life: Life = { wall, board, output, agent: undefined, run: undefined }
    this.#life = life
    return life
  }

  #end(): void {
    if (this.#life) this.#wallOffsetMs = this.#life.wall.now() - this.#world.clock.now()
    this.#life?.wall.halt()
    this.#life = undefined
  }

  async #identity(files: Files, clock: VirtualClockView, chance: Chance): Promise<EnrolledIdentity> {
    const identity = await openIdentity(files, chance)
    if (identity.enrolment) return { ...identity, enrolment: identity.enrolment }
    const request = {
      code: this.#options.enrolmentCode,
      publicKey: identity.keyPair.publicKey,
      agentVersion: 'virtual',
    }
    const { postJson } = this.#world
    const answer = await enrol({ url: 'http://server', request, clock, chance, postJson })
    return storeEnrolment(files, identity, answer)
  }
}

/** Media come over the same network as messages. */
function overLink(media: MemoryMedia, link: MemoryLink): MediaClient {
  const check = () => {
    if (link.isBlocked('up') || link.isBlocked('down'))
      throw new CodedError('mediaUnreachable', 'no way to the media server')
  }
  return {
    async *fetch(sha256, fromByte, signal) {
      check()
      for await (const chunk of media.fetch(sha256, fromByte, signal)) {
        check()
        yield chunk
      }
    },
  }
}
